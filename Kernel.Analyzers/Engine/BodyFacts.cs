// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Engine;

/// <summary>What one body does by itself, and which bodies it calls, under whatever contract.</summary>
internal sealed class BodyFacts
{
    public List<HazardousOperation> Faults { get; } = [];

    public List<FollowedCall> Edges { get; } = [];
}
