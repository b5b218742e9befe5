// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;

namespace Kernel.SideBySide.Site;

/// <summary>The page of one file: its functions, the two columns, and its departures.</summary>
internal sealed class FilePage
{
    private readonly FileComparison _file;
    private readonly IReadOnlyList<string> _c;
    private readonly IReadOnlyList<string> _port;
    private readonly string _root;
    private readonly StringBuilder _html = new();

    private FilePage(FileComparison file, SiteLinks links)
    {
        _file = file;
        string path = file.Port.Path;
        _root = SiteLinks.Relative(path, "");
        _c = file.Original is null ? [] : Html.Lines(file.Original.Text, CHighlighter.Spans(file.Original, name => links.To(path, name, toC: true)));
        _port = Html.Lines(file.Port.Text, PortHighlighter.Spans(file.Port, name => links.To(path, name, toC: false)));
    }

    /// <summary>The page as HTML.</summary>
    public static string Of(FileComparison file, SiteLinks links, string? tree)
    {
        FilePage page = new(file, links);
        page.Head(tree);
        page.Columns();
        page.Departures();
        return SitePage.Of(file.Port.Path, page._root, page._html.ToString());
    }

    private void Head(string? tree)
    {
        _html.Append($"<h1>{Html.Escape(Path.GetFileName(_file.Port.Path))}</h1>\n<p class=\"source\">");
        if (_file.Port.Original is not { } original)
            _html.Append("Has no C file of its own: a header of the port, or a part of one.");
        else if (_file.Original is not null)
            _html.Append($"Left: <code>{Html.Escape(original)}</code> of {Html.Escape(tree!)}. Right: <code>{Html.Escape(_file.Port.Path)}</code>.");
        else if (tree is not null)
            _html.Append($"<code>{Html.Escape(original)}</code> is not in {Html.Escape(tree)}; the port alone.");
        else
            _html.Append($"The port of <code>{Html.Escape(original)}</code>. No Linux sources were given: the citations alone.");
        _html.Append("</p>\n");
        if (_file.Functions.Count == 0)
            return;
        _html.Append($"<details class=\"functions\"{(_file.Functions.Count > 12 ? "" : " open")}><summary>{Count(_file.Functions.Count, "function")}</summary>\n<div class=\"scroll\"><table>\n<thead><tr><th>Function</th>{Figures.Heads(_file.Original is not null)}<th></th></tr></thead>\n<tbody>\n");
        foreach (FunctionComparison function in _file.Functions)
            _html.Append($"<tr><td><a href=\"#fn-{function.Port.Name}\"><code>{function.Port.Name}</code></a></td>{Figures.Cells(function.Figures, function.FromInventory, _file.Original is not null)}<td>{Badges.Of(function, _root)}</td></tr>\n");
        _html.Append("</tbody></table></div></details>\n");
        foreach ((OriginalFunction function, string? reason) in _file.LeftOut)
            _html.Append($"<p class=\"left-out\"><code>{function.Name}</code> is not ported: {Html.Escape(reason ?? "no reason is known")}.</p>\n");
    }

    private void Columns()
    {
        Dictionary<int, FunctionComparison> starts = _file.Functions.ToDictionary(function => function.Port.Line);
        bool hasC = _file.Original is not null;
        _html.Append($"<div class=\"columns{(hasC ? "" : " alone")}\">\n<div class=\"r titles\">{(hasC ? "<span class=\"c\">C</span>" : "")}<span class=\"p\">C#</span></div>\n");
        foreach (Row row in _file.Rows)
        {
            if (starts.TryGetValue(row.Port.Line, out FunctionComparison? function))
                FunctionHead(function);
            _html.Append("<div class=\"r\">");
            if (hasC)
                Cell('c', row.C, _c);
            Cell('p', row.Port, _port);
            _html.Append("</div>\n");
        }
        _html.Append("</div>\n");
    }

    private void FunctionHead(FunctionComparison function)
    {
        _html.Append($"<section class=\"fn\" id=\"fn-{function.Port.Name}\"><h2><a href=\"#fn-{function.Port.Name}\">{function.Port.Name}</a></h2>");
        _html.Append($"<span class=\"cite\">{Html.Escape(function.Port.Citation!.ToString())}</span>{Badges.Of(function, _root)}");
        if (function.Figures is { } figures)
            _html.Append($"<span class=\"cite\">statements {figures.Statements}, control flow {figures.ControlFlow}, calls {figures.Calls}, constants {figures.Constants}, order {figures.Order}</span>");
        _html.Append("</section>\n");
    }

    private void Cell(char column, Cell cell, IReadOnlyList<string> lines)
    {
        if (cell.State == LineState.Empty)
        {
            _html.Append($"<code class=\"{column} empty\"></code>");
            return;
        }
        string state = cell.State switch { LineState.Same => " same", LineState.Near => " near", LineState.Departure => " dep", LineState.Only => " only", _ => "" };
        string title = cell.Reason is { Length: > 0 } reason ? $" title=\"{Html.Escape(reason)}\"" : "";
        string language = column == 'c' ? "the C" : "the C#";
        _html.Append($"<code class=\"{column}{state}\" id=\"{column}{cell.Line}\"{title}><a class=\"n\" href=\"#{column}{cell.Line}\" data-n=\"{cell.Line}\" aria-label=\"line {cell.Line} of {language}\"></a><span>{lines[cell.Line - 1]}</span></code>");
    }

    private void Departures()
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
}
