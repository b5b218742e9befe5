// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers;

/// <summary>What one body does by itself, and which bodies it calls, under whatever contract.</summary>
internal sealed class BodyFacts
{
    public List<Fault> Faults { get; } = [];

    public List<Edge> Edges { get; } = [];
}
