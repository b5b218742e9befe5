// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Flow;

/// <summary>
/// What is known at one point of a body. A sequence in which each state is the join of the one before it and any other state must reach a
/// state that no longer changes; the analysis ends because of that.
/// </summary>
internal interface IFlowState<TState> : IEquatable<TState>
{
    /// <summary>What is known where two paths meet.</summary>
    TState Join(TState other);
}
