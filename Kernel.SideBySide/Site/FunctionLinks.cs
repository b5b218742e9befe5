// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Site;

/// <summary>Finds the page and line of a function by its name.</summary>
internal sealed class FunctionLinks
{
    private readonly Dictionary<string, List<Definition>> _definitions = [];

    /// <summary>Collects the functions of all files.</summary>
    public FunctionLinks(Comparison comparison)
    {
        foreach (FileComparison file in comparison.Files)
        {
            Dictionary<string, int> linesInC = [];
            foreach (FunctionComparison function in file.Functions.Where(function => function.Original is not null))
                linesInC.TryAdd(function.Port.Name, function.Original!.Line);
            foreach (PortFunction function in file.Port.Functions)
            {
                if (!_definitions.TryGetValue(function.Name, out List<Definition>? list))
                    _definitions[function.Name] = list = [];
                if (!list.Any(definition => definition.File == file.Port.Path))
                    list.Add(new Definition(file.Port.Path, function.NameLine, linesInC.GetValueOrDefault(function.Name)));
            }
        }
    }

    /// <summary>The page of a port file, from the root of the site: the file's path without its first folder.</summary>
    public static string PageOf(string file) => file["Kernel/".Length..^".cs".Length] + ".html";

    /// <summary>A link to a function in the column of the C, or in that of the port where the C is not at hand.</summary>
    /// <inheritdoc cref="ToPort" path="/*[not(self::summary)]"/>
    public string? ToC(string fromFile, string name) =>
        Find(fromFile, name) is { } found ? Url(fromFile, found, found.CLine > 0 ? $"#c{found.CLine}" : $"#p{found.PortLine}") : null;

    /// <summary>A link to a function in the column of the port.</summary>
    /// <param name="fromFile">The file that has the call.</param>
    /// <param name="name">The function's name.</param>
    /// <returns>Null if no function has this name, or several in other files have it.</returns>
    public string? ToPort(string fromFile, string name) =>
        Find(fromFile, name) is { } found ? Url(fromFile, found, $"#p{found.PortLine}") : null;

    // A function of the same file wins, as a static one does in C.
    private Definition? Find(string fromFile, string name)
    {
        if (!_definitions.TryGetValue(name, out List<Definition>? list))
            return null;
        return list.FirstOrDefault(definition => definition.File == fromFile) ?? (list.Count == 1 ? list[0] : null);
    }

    private static string Url(string fromFile, Definition to, string anchor) =>
        to.File == fromFile ? anchor : SitePath.ToRoot(PageOf(fromFile)) + PageOf(to.File) + anchor;

    // CLine is 0 where the C is not at hand.
    private sealed record Definition(string File, int PortLine, int CLine);
}
