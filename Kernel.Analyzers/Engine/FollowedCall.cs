// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>A call of a function whose body is in sight.</summary>
/// <param name="callee">The function.</param>
/// <param name="location">Where it is called.</param>
/// <param name="excluded">The hazards that the callee's contract excludes.</param>
internal sealed class FollowedCall(FunctionInstance callee, Location location, Hazards excluded)
{
    public FunctionInstance Callee => callee;

    public Location Location => location;

    public Hazards Excluded => excluded;
}
