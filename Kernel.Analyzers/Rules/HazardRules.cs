// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Rules;

/// <summary>
/// The rules on what the body of a restricted function does. In each message {0} is the operation, {1} the restricted function, {2} its
/// contract, and {3} either empty or the chain of calls from the function to the operation.
/// </summary>
internal static class HazardRules
{
    private static readonly RuleFamily Family = new();

    public static readonly HazardRule BlockingCall = new(
        Family.Create(
            RuleIds.BlockingCall, "Real-mode code calls a member that may block",
            "{0} may block, but '{1}' is {2}{3}"),
        Hazards.Blocks);

    public static readonly HazardRule Lock = new(
        Family.Create(
            RuleIds.Lock, "Real-mode code takes a lock that sleeps",
            "{0} sleeps until the lock is free, but '{1}' is {2}{3}"),
        Hazards.Blocks);

    public static readonly HazardRule Suspension = new(
        Family.Create(
            RuleIds.Suspension, "Real-mode code is asynchronous or an iterator",
            "{0} makes the function a state machine that can be suspended, but '{1}' is {2}{3}"),
        Hazards.Blocks);

    public static readonly HazardRule Allocation = new(
        Family.Create(
            RuleIds.Allocation, "Real-mode code allocates managed memory",
            "{0} allocates managed memory, but '{1}' is {2}{3}"),
        Hazards.Allocates);

    public static readonly HazardRule Boxing = new(
        Family.Create(
            RuleIds.Boxing, "Real-mode code boxes a value",
            "{0} is boxed, but '{1}' is {2}{3}"),
        Hazards.Allocates);

    public static readonly HazardRule StringBuilding = new(
        Family.Create(
            RuleIds.StringBuilding, "Real-mode code builds a string",
            "{0} allocates a string, but '{1}' is {2}{3}"),
        Hazards.Allocates);

    public static readonly HazardRule DelegateCreation = new(
        Family.Create(
            RuleIds.DelegateCreation, "Real-mode code creates a delegate",
            "{0} allocates a delegate, but '{1}' is {2}{3}"),
        Hazards.Allocates);

    public static readonly HazardRule HiddenCollection = new(
        Family.Create(
            RuleIds.HiddenCollection, "Real-mode code allocates a collection or an enumerator implicitly",
            "{0} is allocated implicitly, but '{1}' is {2}{3}"),
        Hazards.Allocates);

    public static readonly HazardRule Throw = new(
        Family.Create(
            RuleIds.Throw, "Real-mode code throws",
            "{0} throws an exception, but '{1}' is {2}{3}"),
        Hazards.Throws);

    public static readonly HazardRule Catch = new(
        Family.Create(
            RuleIds.Catch, "Real-mode code catches",
            "{0} handles an exception, but '{1}' is {2}{3}"),
        Hazards.Throws);

    public static readonly HazardRule UnannotatedCallee = new(
        Family.Create(
            RuleIds.UnannotatedCallee, "Real-mode code calls a member that is not [RealMode]",
            "{0} is not {2}, but its caller '{1}' is{3}",
            isEnabledByDefault: false),
        Hazards.None);

    public static readonly HazardRule UnknownTarget = new(
        Family.Create(
            RuleIds.UnknownTarget, "Real-mode code makes a call whose target is only known at run time",
            "{0} has a target that is only known at run time and not declared {2}, but its caller '{1}' is{3}"),
        Hazards.Unknown);

    public static readonly HazardRule UnknownLibraryMember = new(
        Family.Create(
            RuleIds.UnknownLibraryMember, "Real-mode code uses a compiled member that is not known to be harmless",
            "{0} is compiled code and not known to be harmless, but '{1}', which uses it, is {2}{3}"),
        Hazards.Unknown);

    public static readonly HazardRule ThreadStatic = new(
        Family.Create(
            RuleIds.ThreadStatic, "Real-mode code touches a thread-static field",
            "{0} is [ThreadStatic] and allocated on first use, but '{1}' is {2}{3}"),
        Hazards.FirstUse);

    public static readonly HazardRule FirstUse = new(
        Family.Create(
            RuleIds.FirstUse, "Real-mode code may run a static constructor",
            "{0} may be the first use of its type and run the static initialization, but '{1}' is {2}{3}"),
        Hazards.FirstUse);

    public static readonly HazardRule NothingToVerify = new(
        Family.Create(
            RuleIds.NothingToVerify, "An external method is [RealMode] without a reason",
            "{0} can be verified, but '{1}' is {2} without a reason in 'Unchecked'{3}"),
        Hazards.None);

    public static readonly HazardRule NestedTooDeeply = new(
        Family.Create(
            RuleIds.NestedTooDeeply, "Real-mode code makes a call that is nested too deeply to be checked",
            "{0} is not checked, because its type arguments or delegates are nested too deeply, but its caller '{1}' is {2}{3}"),
        Hazards.Unknown);

    public static readonly HazardRule Dereference = new(
        Family.Create(
            RuleIds.Dereference, "Real-mode code touches memory that is only mapped with translation on",
            "{0} touches memory that is only mapped with translation on, but '{1}' is {2}{3}"),
        Hazards.Dereferences);

    /// <summary>The descriptors of all rules above.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Family.All;
}
