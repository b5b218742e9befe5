// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Site;

/// <summary>What the search finds, as a script: a page that is opened as a file may not fetch anything else.</summary>
internal static class SearchIndex
{
    /// <summary>The script.</summary>
    public static string Of(Comparison comparison)
    {
        List<object> entries = [];
        foreach (FileComparison file in comparison.Files)
        {
            string page = SiteLinks.PageOf(file.Port.Path);
            entries.Add(new { k = "file", n = file.Port.Path, u = page });
            foreach (PortFunction function in file.Port.Functions)
            {
                string anchor = function.Citation is null ? $"p{function.NameLine}" : $"fn-{function.Name}";
                entries.Add(new { k = "function", n = function.Name, f = Path.GetFileName(file.Port.Path), u = $"{page}#{anchor}" });
                foreach (string erratum in function.Errata)
                    entries.Add(new { k = "erratum", n = erratum, f = function.Name, u = $"{page}#{anchor}" });
            }
            foreach ((int line, string reason) in file.Departures)
                entries.Add(new { k = "departure", n = reason, f = $"{Path.GetFileName(file.Port.Path)}:{line}", u = $"{page}#p{line}" });
        }
        return $"window.SIDE_BY_SIDE = {JsonSerializer.Serialize(entries)};\n";
    }
}
