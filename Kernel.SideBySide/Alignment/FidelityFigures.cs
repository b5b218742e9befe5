// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>How much of the original of a function or a file has a counterpart in the port.</summary>
/// <param name="Statements">Of the statements of the C, those that have a counterpart.</param>
/// <param name="ControlFlow">Of its conditions, loops, labels, jumps and returns, those that have a counterpart.</param>
/// <param name="Calls">Of the calls in each of its statements, those that the counterpart makes too.</param>
/// <param name="Constants">Of the constants in each of its statements, those that the counterpart names too.</param>
/// <param name="Order">Of its statements that the port has anywhere in the function, those in the order of the C.</param>
/// <param name="BothSides">Of the statements of both, those that have a counterpart or a reason to have none.</param>
public sealed record FidelityFigures(Share Statements, Share ControlFlow, Share Calls, Share Constants, Share Order, Share BothSides)
{
    /// <summary>All shares 0 of 0.</summary>
    public static FidelityFigures None { get; } = new(default, default, default, default, default, default);

    /// <summary>Adds the figures of several functions.</summary>
    public static FidelityFigures Sum(IEnumerable<FidelityFigures> figures) => figures.Aggregate(None, (left, right) => new FidelityFigures(
        left.Statements + right.Statements, left.ControlFlow + right.ControlFlow, left.Calls + right.Calls,
        left.Constants + right.Constants, left.Order + right.Order, left.BothSides + right.BothSides));

    /// <inheritdoc/>
    public override string ToString() =>
        $"statements {Statements}, control flow {ControlFlow}, calls {Calls}, constants {Constants}, order {Order}, both sides {BothSides}";
}
