// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Alignment;

/// <summary>How much of what the inventory says of a function is in its port. It needs no C.</summary>
/// <param name="Calls">Functions that the original calls and the port calls too, by name.</param>
/// <param name="Constants">Constants that both name.</param>
public sealed record InventoryFigures(Share Calls, Share Constants)
{
    /// <summary>Counts them.</summary>
    internal static InventoryFigures Of(OriginalFunction original, PortFunction port)
    {
        HashSet<string> calls = [.. port.Statements.SelectMany(statement => statement.Calls)];
        HashSet<string> constants = [.. port.Statements.SelectMany(statement => statement.Constants)];
        List<string> expected = [.. original.Constants.Where(name => name != "NULL")];
        return new InventoryFigures(
            new Share(original.Calls.Count(calls.Contains), original.Calls.Count),
            new Share(expected.Count(constants.Contains), expected.Count));
    }

    /// <summary>The figures of several functions together.</summary>
    public static InventoryFigures Sum(IEnumerable<InventoryFigures> figures) => figures.Aggregate(
        new InventoryFigures(default, default), (left, right) => new InventoryFigures(left.Calls + right.Calls, left.Constants + right.Constants));
}
