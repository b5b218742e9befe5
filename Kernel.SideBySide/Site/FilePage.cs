// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.Pages;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;

namespace Kernel.SideBySide.Site;

/// <summary>The content of the page of one file: its functions, the two columns, and its departures.</summary>
internal sealed class FilePage
{
    private const int MaxFunctionsShownOpen = 12;

    private readonly FileComparison _file;
    private readonly Column? _c;
    private readonly Column _port;
    private readonly string _root;
    private readonly StringBuilder _html = new();

    private FilePage(FileComparison file, FunctionLinks links)
    {
        _file = file;
        string path = file.Port.Path;
        _root = SitePath.ToRoot(FunctionLinks.PageOf(path));
        if (file.Original is { } c)
            _c = new Column('c', "the C", Html.Lines(c.Text, CHighlighter.Spans(c, name => links.ToC(path, name))));
        _port = new Column('p', "the C#", Html.Lines(file.Port.Text, PortHighlighter.Spans(file.Port, name => links.ToPort(path, name))));
    }

    /// <summary>Makes the content, as HTML.</summary>
    /// <param name="file">The file.</param>
    /// <param name="links">Where the functions of all files are.</param>
    /// <param name="tree">What the original was read from, or null if no tree was given.</param>
    public static string Of(FileComparison file, FunctionLinks links, string? tree)
    {
        FilePage page = new(file, links);
        page.AppendHead(tree);
        page.AppendFunctions();
        page.AppendColumns();
        page.AppendDepartures();
        return page._html.ToString();
    }

    private void AppendHead(string? tree)
    {
        _html.Append($"<h1>{Html.Escape(Path.GetFileName(_file.Port.Path))}</h1>\n<p class=\"source\">");
        if (_file.Port.Original is not { } original)
            _html.Append("Has no C file of its own: a header of the port, or a part of one.");
        else if (_file.Original is not null)
        {
            _html.Append($"Left: <code>{Html.Escape(original)}</code> of {Html.Escape(tree!)}. ");
            _html.Append($"Right: <code>{Html.Escape(_file.Port.Path)}</code>.");
        }
        else if (tree is not null)
            _html.Append($"<code>{Html.Escape(original)}</code> is not in {Html.Escape(tree)}; the port alone.");
        else
            _html.Append($"The port of <code>{Html.Escape(original)}</code>. No Linux sources were given: the citations alone.");
        _html.Append("</p>\n");
    }

    private void AppendFunctions()
    {
        if (_file.Functions.Count == 0)
            return;
        bool hasC = _c is not null;
        string open = _file.Functions.Count > MaxFunctionsShownOpen ? "" : " open";
        _html.Append($"<details class=\"functions\"{open}><summary>{Count(_file.Functions.Count, "function")}</summary>\n");
        _html.Append($"<div class=\"scroll\"><table>\n<thead><tr><th>Function</th>{Figures.Heads(hasC)}<th></th></tr></thead>\n<tbody>\n");
        foreach (FunctionComparison function in _file.Functions)
        {
            string name = function.Port.Name;
            _html.Append($"<tr><td><a href=\"#fn-{name}\"><code>{name}</code></a></td>");
            _html.Append($"{Figures.Cells(function.Figures, function.FromInventory, hasC)}<td>{Badges.Of(function, _root)}</td></tr>\n");
        }
        _html.Append("</tbody></table></div></details>\n");
        foreach ((OriginalFunction function, string? reason) in _file.LeftOut)
        {
            _html.Append($"<p class=\"left-out\"><code>{function.Name}</code> is not ported: ");
            _html.Append($"{Html.Escape(reason ?? "no reason is known")}.</p>\n");
        }
    }

    private void AppendColumns()
    {
        Dictionary<int, FunctionComparison> starts = _file.Functions.ToDictionary(function => function.Port.Line);
        _html.Append($"<div class=\"columns{(_c is null ? " alone" : "")}\">\n<div class=\"r titles\">");
        _html.Append($"{(_c is null ? "" : "<span class=\"c\">C</span>")}<span class=\"p\">C#</span></div>\n");
        foreach (Row row in _file.Rows)
        {
            if (starts.TryGetValue(row.Port.Line, out FunctionComparison? function))
                AppendFunctionHead(function);
            _html.Append("<div class=\"r\">");
            if (_c is not null)
                AppendCell(_c, row.C);
            AppendCell(_port, row.Port);
            _html.Append("</div>\n");
        }
        _html.Append("</div>\n");
    }

    private void AppendFunctionHead(FunctionComparison function)
    {
        string name = function.Port.Name;
        _html.Append($"<section class=\"fn\" id=\"fn-{name}\"><h2><a href=\"#fn-{name}\">{name}</a></h2>");
        _html.Append($"<span class=\"cite\">{Html.Escape(function.Port.Citation!.ToString())}</span>{Badges.Of(function, _root)}");
        if (function.Figures is { } figures)
            _html.Append($"<span class=\"cite\">{figures}</span>");
        _html.Append("</section>\n");
    }

    private void AppendCell(Column column, Cell cell)
    {
        char letter = column.Letter;
        if (cell.State == LineState.Empty)
        {
            _html.Append($"<code class=\"{letter} empty\"></code>");
            return;
        }
        int line = cell.Line;
        _html.Append($"<code class=\"{letter}{ClassOf(cell.State)}\" id=\"{letter}{line}\"");
        if (cell.Reason is { Length: > 0 } reason)
            _html.Append($" title=\"{Html.Escape(reason)}\"");
        _html.Append($"><a class=\"n\" href=\"#{letter}{line}\" data-n=\"{line}\" aria-label=\"line {line} of {column.Language}\"></a>");
        _html.Append($"<span>{column.Lines[line - 1]}</span></code>");
    }

    private static string ClassOf(LineState state) => state switch
    {
        LineState.Same => " same",
        LineState.Near => " near",
        LineState.Departure => " dep",
        LineState.Only => " only",
        _ => "",
    };

    private void AppendDepartures()
    {
        IReadOnlyList<(int Line, string Reason)> departures = _file.Departures;
        if (departures.Count == 0)
            return;
        _html.Append($"<h2 id=\"departures\">{Count(departures.Count, "departure")} from the C</h2>\n<ol class=\"departures\">\n");
        foreach ((int line, string reason) in departures)
            _html.Append($"<li><a href=\"#p{line}\">line {line}</a> {Html.Escape(reason)}</li>\n");
        _html.Append("</ol>\n");
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    // The letter begins the ids of the column's lines; the lines are HTML.
    private sealed record Column(char Letter, string Language, IReadOnlyList<string> Lines);
}
