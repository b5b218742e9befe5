// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Publication;

/// <summary>The descriptors of publication.</summary>
internal static class PublicationDescriptors
{
    private const string Category = "Publication";

    public static readonly DiagnosticDescriptor ReadBeforeFlag = new(
        RuleIds.ReadBeforeFlag, "A published field is read before its flag",
        "{0} is published by '{1}', which is not read with acquiring order on every path before",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.ReadBeforeFlag));

    public static readonly DiagnosticDescriptor FlagSetPlainly = new(
        RuleIds.FlagSetPlainly, "A flag that publishes is set without order",
        "{0} publishes other fields, but it is set by a plain write with no barrier between: others may see it before what it publishes",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.FlagSetPlainly));

    public static readonly ImmutableArray<DiagnosticDescriptor> All = [ReadBeforeFlag, FlagSetPlainly];
}
