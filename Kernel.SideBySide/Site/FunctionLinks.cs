// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;

namespace Kernel.SideBySide.Site;

/// <summary>Where the pages are, and where on them each function is.</summary>
internal sealed class SiteLinks
{
    private readonly Dictionary<string, List<Definition>> _definitions = [];

    /// <summary>Collects the functions of all files.</summary>
    public SiteLinks(Comparison comparison)
    {
        foreach (FileComparison file in comparison.Files)
        {
            Dictionary<string, int> inC = [];
            foreach (FunctionComparison function in file.Functions.Where(function => function.Original is not null))
                inC.TryAdd(function.Port.Name, function.Original!.Line);
            foreach (Port.PortFunction function in file.Port.Functions)
            {
                if (!_definitions.TryGetValue(function.Name, out List<Definition>? list))
                    _definitions[function.Name] = list = [];
                if (!list.Any(definition => definition.File == file.Port.Path))
                    list.Add(new Definition(file.Port.Path, function.NameLine, inC.GetValueOrDefault(function.Name)));
            }
        }
    }

    /// <summary>The page of a file of the port, from the root of the site: where the file is, without the first folder.</summary>
    public static string PageOf(string file) => file["Kernel/".Length..^".cs".Length] + ".html";

    /// <summary>A link from the page of a file to another.</summary>
    public static string Relative(string fromFile, string page) =>
        string.Concat(Enumerable.Repeat("../", PageOf(fromFile).Count(c => c == '/'))) + page;

    /// <summary>
    /// A link to the function of a name: the one of the same file, else the only one. Null where there is none, or several that a name
    /// alone does not tell apart.
    /// </summary>
    /// <param name="fromFile">The file in which the call stands.</param>
    /// <param name="name">The callee.</param>
    /// <param name="toC">Whether to the C; where that is not at hand, the link goes to the port all the same.</param>
    public string? To(string fromFile, string name, bool toC)
    {
        if (!_definitions.TryGetValue(name, out List<Definition>? list))
            return null;
        Definition? found = list.FirstOrDefault(definition => definition.File == fromFile) ?? (list.Count == 1 ? list[0] : null);
        if (found is null)
            return null;
        string anchor = toC && found.CLine > 0 ? $"#c{found.CLine}" : $"#p{found.PortLine}";
        return found.File == fromFile ? anchor : Relative(fromFile, PageOf(found.File)) + anchor;
    }

    private sealed record Definition(string File, int PortLine, int CLine);
}
