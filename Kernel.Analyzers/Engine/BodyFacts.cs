// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Engine;

/// <summary>
/// What one body does itself, and which functions in source it calls. The facts do not depend on the function's contract.
/// </summary>
internal sealed class BodyFacts
{
    public List<HazardousOperation> Hazards { get; } = [];

    public List<FollowedCall> Calls { get; } = [];
}
