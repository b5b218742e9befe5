// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Flow;

/// <summary>What is known at one point of a body. States are finite in number for one body, and joining only forgets.</summary>
internal interface IFlowState<TState> : IEquatable<TState>
{
    /// <summary>What is known where two ways meet.</summary>
    TState Join(TState other);
}
