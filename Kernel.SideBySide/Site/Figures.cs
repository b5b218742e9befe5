// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;

namespace Kernel.SideBySide.Site;

/// <summary>The table columns that show fidelity figures: six where the C is at hand, else the two that the inventory can give.</summary>
internal static class Figures
{
    /// <summary>Makes the header cells, as HTML.</summary>
    public static string Heads(bool hasC) => hasC
        ? "<th>Statements</th><th>Control flow</th><th>Calls</th><th>Constants</th><th>Order</th><th>Both sides</th>"
        : "<th>Calls</th><th>Constants</th>";

    /// <summary>Makes the cells of one row, as HTML; empty ones where there are no figures.</summary>
    public static string Cells(FidelityFigures? figures, InventoryFigures? fromInventory, bool hasC)
    {
        if (hasC)
        {
            return figures is { } known
                ? Cell(known.Statements) + Cell(known.ControlFlow) + Cell(known.Calls) + Cell(known.Constants) + Cell(known.Order)
                    + Cell(known.BothSides)
                : string.Concat(Enumerable.Repeat("<td></td>", 6));
        }
        return fromInventory is { } counted ? Cell(counted.Calls) + Cell(counted.Constants) : "<td></td><td></td>";
    }

    private static string Cell(Share share)
    {
        if (share.Total == 0)
            return "<td class=\"figure none\">–</td>";
        return $"<td class=\"figure\" title=\"{share.Found} of {share.Total}\">"
            + $"<meter min=\"0\" max=\"100\" value=\"{share.Percent}\">{share.Percent}</meter> {share.Percent}&nbsp;%</td>";
    }
}
