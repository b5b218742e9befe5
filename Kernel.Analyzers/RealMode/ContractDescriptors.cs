// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.RealMode;

/// <summary>The rules on where a contract stands and what it claims.</summary>
internal static class ContractDescriptors
{
    private static readonly RuleFamily Family = new();

    public static readonly DiagnosticDescriptor EscapeWithoutReason = Family.Create(
        RuleIds.EscapeWithoutReason, "[RealMode(Unchecked)] gives no reason",
        "'Unchecked' gives no reason and is ignored");

    // {0} is the function, {1} the declaration that it implements, {2} the contract of that declaration.
    public static readonly DiagnosticDescriptor ContractMissing = Family.Create(
        RuleIds.ContractMissing, "A function lacks the [RealMode] of the declaration that it implements",
        "{0} is not {2}, but '{1}', which it implements, is");

    // {0} is the function, {1} its attribute.
    public static readonly DiagnosticDescriptor EscapeWithoutNeed = Family.Create(
        RuleIds.EscapeWithoutNeed, "An escape is no longer needed",
        "'{0}' keeps {1} as it is: 'Unchecked' is not needed");

    // {0} is the attribute, {1} the reason.
    public static readonly DiagnosticDescriptor AttributeWithoutEffect = Family.Create(
        RuleIds.AttributeWithoutEffect, "An attribute has no effect",
        "{0} has no effect here: {1}");

    // {0} is the member or type, {1} the attribute that contradicts [MightSleep].
    public static readonly DiagnosticDescriptor AttributesContradict = Family.Create(
        RuleIds.AttributesContradict, "Attributes contradict each other",
        "'{0}' is both {1} and [MightSleep]");

    /// <summary>The descriptors above.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Family.All;
}
