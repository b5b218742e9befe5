// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Layers;

/// <summary>The descriptors of layering.</summary>
internal static class LayerDescriptors
{
    private const string Category = "Layers";

    public static readonly DiagnosticDescriptor Crossed = new(
        RuleIds.LayerCrossed, "A layer uses one that it may not use",
        "'{0}' belongs to layer {1}, which layer {2} does not use",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LayerCrossed));

    public static readonly DiagnosticDescriptor Unknown = new(
        RuleIds.LayerUnknown, "A layer is said to use one that does not exist",
        "Layer {0} is said to use '{1}', but no file belongs to a layer of that name",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LayerUnknown),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly ImmutableArray<DiagnosticDescriptor> All = [Crossed, Unknown];
}
