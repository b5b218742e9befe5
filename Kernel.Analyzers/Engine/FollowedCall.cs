// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>A call of a function in source, whose body can be searched for hazards.</summary>
/// <param name="callee">The function that is called.</param>
/// <param name="location">Where it is called.</param>
/// <param name="excluded">The hazards that the callee's contract excludes; its body is not searched for them.</param>
internal sealed class FollowedCall(FunctionInstance callee, Location location, Hazards excluded)
{
    public FunctionInstance Callee => callee;

    public Location Location => location;

    public Hazards Excluded => excluded;
}
