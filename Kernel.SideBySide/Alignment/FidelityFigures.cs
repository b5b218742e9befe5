// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>How much of a function's original, or of a file's, has its counterpart in the port.</summary>
/// <param name="Statements">Statements of the C that stand beside one of the port.</param>
/// <param name="ControlFlow">Of these, those that decide what is done next: conditions, loops, labels, jumps, returns.</param>
/// <param name="Calls">Calls: of each statement, those that its counterpart makes too.</param>
/// <param name="Constants">Constants: of each statement, those that its counterpart names too.</param>
/// <param name="Order">Statements that stand in the order of the C, of all that the port has at all.</param>
public sealed record FidelityFigures(Share Statements, Share ControlFlow, Share Calls, Share Constants, Share Order)
{
    /// <summary>Nothing yet.</summary>
    public static FidelityFigures None { get; } = new(default, default, default, default, default);

    /// <summary>The figures of several functions together.</summary>
    public static FidelityFigures Sum(IEnumerable<FidelityFigures> figures) => figures.Aggregate(None, (left, right) => new FidelityFigures(
        left.Statements + right.Statements, left.ControlFlow + right.ControlFlow, left.Calls + right.Calls,
        left.Constants + right.Constants, left.Order + right.Order));
}
