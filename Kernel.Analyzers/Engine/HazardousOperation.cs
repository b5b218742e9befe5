// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>An operation that is itself hazardous, not only through the functions that it calls.</summary>
/// <param name="rule">The rule that it breaks under a contract that forbids the hazard.</param>
/// <param name="hazards">What it may do; none if the rule holds under every contract.</param>
/// <param name="what">The operation, as the message names it.</param>
/// <param name="location">Where it is written.</param>
/// <param name="witness">The compiled member that causes the hazard, for a call of compiled code; otherwise null.</param>
internal sealed class HazardousOperation(HazardRule rule, Hazards hazards, string what, Location location, string? witness = null)
{
    public HazardRule Rule => rule;

    public Hazards Hazards => hazards;

    public string What => what;

    public Location Location => location;

    public string? Witness => witness;
}
