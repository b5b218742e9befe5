// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>An operation that does something hazardous by itself.</summary>
/// <param name="rule">The rule that it breaks where the hazard is forbidden.</param>
/// <param name="hazards">What it may do; none where the rule holds in every contract.</param>
/// <param name="what">The operation, as the message names it.</param>
/// <param name="location">Where it is written.</param>
/// <param name="witness">How compiled code comes to do it, or null.</param>
internal sealed class HazardousOperation(DiagnosticDescriptor rule, Hazards hazards, string what, Location location, string? witness = null)
{
    public DiagnosticDescriptor Rule => rule;

    public Hazards Hazards => hazards;

    public string What => what;

    public Location Location => location;

    public string? Witness => witness;
}
