// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Alignment;

/// <summary>How much of what the inventory lists for a function its port has. This can be counted without the C.</summary>
/// <param name="Calls">Of the functions that the original calls, those that the port calls too.</param>
/// <param name="Constants">Of the constants that the original names, those that the port names too.</param>
public sealed record InventoryFigures(Share Calls, Share Constants)
{
    /// <summary>Counts the calls and constants of a function.</summary>
    internal static InventoryFigures Of(OriginalFunction original, PortFunction port)
    {
        HashSet<string> calls = [.. port.Statements.SelectMany(statement => statement.Calls)];
        HashSet<string> constants = [.. port.Statements.SelectMany(statement => statement.Constants)];
        List<string> expected = [.. original.Constants.Where(name => name != "NULL")];
        return new InventoryFigures(
            new Share(original.Calls.Count(calls.Contains), original.Calls.Count),
            new Share(expected.Count(constants.Contains), expected.Count));
    }

    /// <summary>Adds the figures of several functions.</summary>
    public static InventoryFigures Sum(IEnumerable<InventoryFigures> figures) => figures.Aggregate(
        new InventoryFigures(default, default),
        (left, right) => new InventoryFigures(left.Calls + right.Calls, left.Constants + right.Constants));
}
