// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers;

/// <summary>A call of a function whose body is in sight.</summary>
/// <param name="callee">The function.</param>
/// <param name="location">Where it is called.</param>
/// <param name="excluded">The hazards that the callee's contract excludes.</param>
internal sealed class Edge(Instance callee, Location location, Hazards excluded)
{
    public Instance Callee => callee;

    public Location Location => location;

    public Hazards Excluded => excluded;
}
