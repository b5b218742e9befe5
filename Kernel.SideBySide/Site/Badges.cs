// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.Pages;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Site;

/// <summary>
/// The badges beside a function's name: real mode, locks, errata, number of departures, and whether the C is the text that was ported.
/// </summary>
internal static class Badges
{
    /// <summary>Makes the badges of a function, as HTML.</summary>
    /// <param name="function">The function.</param>
    /// <param name="root">The way from the page to the root of the site.</param>
    public static string Of(FunctionComparison function, string root)
    {
        PortFunction port = function.Port;
        StringBuilder html = new();
        if (port.IsRealMode)
            Add("real", "real mode", "Runs with address translation off: may not sleep, allocate or throw");
        foreach (string held in port.Locks)
            Add("lock", held, "What it does with a lock");
        foreach (string erratum in port.Errata)
        {
            html.Append($"<a class=\"badge erratum\" href=\"{root}index.html#{erratum}\" ");
            html.Append($"title=\"A numbered defect of the original shows here\">{erratum}</a>");
        }
        int departures = port.Statements.Count(statement => statement.Departure is not null) + (port.Departure is null ? 0 : 1);
        if (departures > 0)
            Add("departure", departures == 1 ? "1 departure" : $"{departures} departures", "Marked PORT: in the text, with the reason");
        if (function.Unmarked > 0)
            Add("bad", $"{function.Unmarked} unmarked", "Statements of either side without a counterpart and without a mark PORT:");
        Add(ClassOf(function.State), TextOf(function), "How the C at hand relates to the text that was ported");
        return html.ToString();

        void Add(string style, string text, string title) =>
            html.Append($"<span class=\"badge {style}\" title=\"{Html.Escape(title)}\">{Html.Escape(text)}</span>");
    }

    private static string ClassOf(OriginalState state) => state switch
    {
        OriginalState.Same or OriginalState.Moved => "good",
        OriginalState.Differs or OriginalState.Missing => "bad",
        _ => "plain",
    };

    private static string TextOf(FunctionComparison function) => function.State switch
    {
        OriginalState.NotAtHand => "C not at hand",
        OriginalState.Same => "C as ported",
        OriginalState.Moved => $"C as ported, moved from line {function.Port.Citation!.Line}",
        OriginalState.Differs => "C differs from what was ported",
        OriginalState.Missing => "not in this tree",
        OriginalState.Assembly => "assembly, not aligned",
        _ => "C not in the inventory",
    };
}
