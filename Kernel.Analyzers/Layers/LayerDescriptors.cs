// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Layers;

/// <summary>The rules on layers.</summary>
internal static class LayerDescriptors
{
    private static readonly RuleFamily Family = new();

    // {0} is the symbol, {1} its layer, {2} the layer that uses it.
    public static readonly DiagnosticDescriptor Crossed = Family.Create(
        RuleIds.LayerCrossed, "A layer uses one that it may not use",
        "'{0}' belongs to layer {1}, which layer {2} does not use");

    // {0} is the layer, {1} the name in its list.
    public static readonly DiagnosticDescriptor Unknown = Family.Create(
        RuleIds.LayerUnknown, "A layer lists one that does not exist",
        "Layer {0} lists '{1}', but no file belongs to a layer of that name",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>The descriptors above.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Family.All;
}
