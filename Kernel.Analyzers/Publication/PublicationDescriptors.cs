// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Publication;

/// <summary>The rules on fields that a flag publishes.</summary>
internal static class PublicationDescriptors
{
    private static readonly RuleFamily Family = new();

    // {0} is the field, {1} its flag.
    public static readonly DiagnosticDescriptor ReadBeforeFlag = Family.Create(
        RuleIds.ReadBeforeFlag, "A published field is read before its flag",
        "{0} is published by '{1}', which is not read with acquire semantics on every path to this read");

    // {0} is the flag.
    public static readonly DiagnosticDescriptor FlagSetPlainly = Family.Create(
        RuleIds.FlagSetPlainly, "A flag that publishes other fields is set without a barrier",
        "{0} publishes other fields, but is set by a plain write without a barrier: other threads may see it before those fields");

    /// <summary>The descriptors above.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Family.All;
}
