// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Rules;

/// <summary>
/// The descriptors of all rules. In every message, {0} is the operation at fault, {1} the function that may not do it, {2} its contract and
/// {3} the way from the one to the other, if that leads through callees.
/// </summary>
internal static class HazardRules
{
    private const string Category = "RealMode";

    public static readonly DiagnosticDescriptor BlockingCall = new(
        RuleIds.BlockingCall, "Real-mode code calls a member that may block",
        "{0} may block, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.BlockingCall));

    public static readonly DiagnosticDescriptor Lock = new(
        RuleIds.Lock, "Real-mode code takes a lock that sleeps",
        "{0} sleeps until the lock is free, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.Lock));

    public static readonly DiagnosticDescriptor Suspension = new(
        RuleIds.Suspension, "Real-mode code is asynchronous or an iterator",
        "{0} needs a state machine that is suspended, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.Suspension));

    public static readonly DiagnosticDescriptor Allocation = new(
        RuleIds.Allocation, "Real-mode code allocates managed memory",
        "{0} allocates managed memory, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.Allocation));

    public static readonly DiagnosticDescriptor Boxing = new(
        RuleIds.Boxing, "Real-mode code boxes a value",
        "{0} is boxed, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.Boxing));

    public static readonly DiagnosticDescriptor StringBuilding = new(
        RuleIds.StringBuilding, "Real-mode code builds a string",
        "{0} allocates a string, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.StringBuilding));

    public static readonly DiagnosticDescriptor DelegateCreation = new(
        RuleIds.DelegateCreation, "Real-mode code creates a delegate",
        "{0} allocates a delegate, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.DelegateCreation));

    public static readonly DiagnosticDescriptor HiddenCollection = new(
        RuleIds.HiddenCollection, "Real-mode code allocates a collection or an enumerator behind the scenes",
        "{0} is allocated behind the scenes, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.HiddenCollection));

    public static readonly DiagnosticDescriptor Throw = new(
        RuleIds.Throw, "Real-mode code throws",
        "{0} throws an exception, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.Throw));

    public static readonly DiagnosticDescriptor Catch = new(
        RuleIds.Catch, "Real-mode code catches",
        "{0} handles an exception, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.Catch));

    public static readonly DiagnosticDescriptor UnannotatedCallee = new(
        RuleIds.UnannotatedCallee, "Real-mode code calls a member that is not [RealMode]",
        "{0} is not {2}, but its caller '{1}' is{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: false, helpLinkUri: RuleIds.PageOf(RuleIds.UnannotatedCallee));

    public static readonly DiagnosticDescriptor UnknownTarget = new(
        RuleIds.UnknownTarget, "Real-mode code makes a call whose target is only known at run time",
        "{0} has a target that is only known at run time and not declared {2}, but its caller '{1}' is{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.UnknownTarget));

    public static readonly DiagnosticDescriptor UnknownLibraryMember = new(
        RuleIds.UnknownLibraryMember, "Real-mode code uses a compiled member that is not known to be harmless",
        "{0} is compiled code and not known to be harmless, but its user '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.UnknownLibraryMember));

    public static readonly DiagnosticDescriptor ThreadStatic = new(
        RuleIds.ThreadStatic, "Real-mode code touches a thread-static field",
        "{0} is [ThreadStatic] and allocated on first use, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.ThreadStatic));

    public static readonly DiagnosticDescriptor FirstUse = new(
        RuleIds.FirstUse, "Real-mode code may run a static constructor",
        "{0} may be the first use of its type and run the static initialization, but '{1}' is {2}{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.FirstUse));

    public static readonly DiagnosticDescriptor EscapeWithoutReason = new(
        RuleIds.EscapeWithoutReason, "[RealMode(Unchecked)] gives no reason",
        "'Unchecked' gives no reason and is ignored",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.EscapeWithoutReason));

    public static readonly DiagnosticDescriptor NothingToVerify = new(
        RuleIds.NothingToVerify, "[RealMode] stands on an external method",
        "{0} can be verified, but '{1}' is {2} without a reason in 'Unchecked'{3}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.NothingToVerify));

    public static readonly DiagnosticDescriptor ContractAdded = new(
        RuleIds.ContractAdded, "A function without [RealMode] stands for one that has it",
        "{0} is not {2}, but '{1}', which it stands for, is",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.ContractAdded));

    public static readonly DiagnosticDescriptor EscapeWithoutNeed = new(
        RuleIds.EscapeWithoutNeed, "An escape is no longer needed",
        "'{0}' keeps {1} as it is: 'Unchecked' is not needed",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.EscapeWithoutNeed));

    public static readonly DiagnosticDescriptor AttributeWithoutEffect = new(
        RuleIds.AttributeWithoutEffect, "An attribute has no effect",
        "{0} has no effect here: {1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.AttributeWithoutEffect));

    public static readonly DiagnosticDescriptor AttributesContradict = new(
        RuleIds.AttributesContradict, "Attributes contradict each other",
        "'{0}' is {1} and [MightSleep] at once",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.AttributesContradict));

    public static readonly DiagnosticDescriptor Dereference = new(
        RuleIds.Dereference, "Real-mode code touches memory that is mapped with translation on only",
        "{0} touches memory that is mapped with translation on only, but '{1}' is {2}{3}",
        "AddressSpaces", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.Dereference));

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        BlockingCall, Lock, Suspension,
        Allocation, Boxing, StringBuilding, DelegateCreation, HiddenCollection,
        Throw, Catch,
        UnannotatedCallee, UnknownTarget, UnknownLibraryMember,
        ThreadStatic, FirstUse,
        EscapeWithoutReason, NothingToVerify, ContractAdded,
        EscapeWithoutNeed, AttributeWithoutEffect, AttributesContradict,
        Dereference,
    ];

    /// <summary>What breaks the rule is hazardous in this way; none where the rule holds in every contract.</summary>
    public static Hazards HazardsOf(DiagnosticDescriptor rule) => rule.Id switch
    {
        RuleIds.BlockingCall or RuleIds.Lock or RuleIds.Suspension => Hazards.Blocks,
        RuleIds.Allocation or RuleIds.Boxing or RuleIds.StringBuilding or RuleIds.DelegateCreation or RuleIds.HiddenCollection => Hazards.Allocates,
        RuleIds.Throw or RuleIds.Catch => Hazards.Throws,
        RuleIds.UnknownTarget or RuleIds.UnknownLibraryMember => Hazards.Unknown,
        RuleIds.ThreadStatic or RuleIds.FirstUse => Hazards.FirstUse,
        RuleIds.Dereference => Hazards.Dereferences,
        _ => Hazards.None,
    };
}
