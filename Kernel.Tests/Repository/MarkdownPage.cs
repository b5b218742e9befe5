// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Kernel.Tests.Repository;

/// <summary>A parsed Markdown page: its links, anchors and code.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UsePreciseSourceLocation().Build();

    private readonly Dictionary<string, int> _headings = new(StringComparer.Ordinal);
    private readonly List<(int Line, string Url)> _links = [];
    private readonly List<(int Line, string Url)> _picturesWithoutText = [];
    private readonly List<(int Line, string Text)> _code = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);

    /// <summary>Parses a page.</summary>
    /// <param name="text">The text of the page.</param>
    internal MarkdownPage(string text)
    {
        foreach (MarkdownObject item in Markdown.Parse(text, Pipeline).Descendants())
            Add(item);
    }

    /// <summary>The targets of its links and pictures, with their lines.</summary>
    internal IReadOnlyList<(int Line, string Url)> Links => _links;

    /// <summary>Pictures without alternative text.</summary>
    internal IReadOnlyList<(int Line, string Url)> PicturesWithoutText => _picturesWithoutText;

    /// <summary>Code spans, and the lines of code blocks.</summary>
    internal IReadOnlyList<(int Line, string Text)> Code => _code;

    /// <summary>The anchors of the page: its headings, as GitHub names them, and the ids of its HTML.</summary>
    internal IReadOnlySet<string> Anchors => _anchors;

    private void Add(MarkdownObject item)
    {
        switch (item)
        {
            case LinkInline { Url: { } url } link:
                _links.Add((link.Line + 1, url));
                if (link.IsImage && string.IsNullOrWhiteSpace(TextOf(link)))
                    _picturesWithoutText.Add((link.Line + 1, url));
                break;
            case HeadingBlock { Inline: { } title }:
                AddHeading(TextOf(title));
                break;
            case CodeInline span:
                _code.Add((span.Line + 1, span.Content));
                break;
            case CodeBlock block:
                _code.AddRange(block.Lines.Lines.Take(block.Lines.Count).Select(line => (line.Line + 1, line.Slice.ToString())));
                break;
            case HtmlInline html:
                AddHtml(html.Line + 1, html.Tag);
                break;
            case HtmlBlock html:
                AddHtml(html.Line + 1, html.Lines.ToString());
                break;
        }
    }

    // GitHub: lower case; letters, digits, _ and - are kept, blanks become -, the rest is removed; a repeated name gets -1, -2, …
    private void AddHeading(string title)
    {
        StringBuilder name = new();
        foreach (char c in title.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '_' or '-')
                name.Append(c);
            else if (c == ' ')
                name.Append('-');
        }
        string anchor = name.ToString();
        _headings[anchor] = _headings.TryGetValue(anchor, out int times) ? times + 1 : 0;
        _anchors.Add(_headings[anchor] == 0 ? anchor : $"{anchor}-{_headings[anchor]}");
    }

    private void AddHtml(int line, string html)
    {
        foreach (Match attribute in Attribute().Matches(html))
        {
            string value = attribute.Groups["value"].Value;
            if (attribute.Groups["name"].Value is "id" or "name")
                _anchors.Add(value);
            else
                _links.Add((line, value));
        }
        foreach (Match picture in Picture().Matches(html).Where(picture => !AlternativeText().IsMatch(picture.Value)))
            _picturesWithoutText.Add((line, picture.Value));
    }

    private static string TextOf(ContainerInline container)
    {
        StringBuilder text = new();
        foreach (MarkdownObject item in container.Descendants())
        {
            text.Append(item switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                _ => "",
            });
        }
        return text.ToString();
    }

    [GeneratedRegex("\\b(?<name>href|src|srcset|id|name)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("<img\\b[^>]*>")]
    private static partial Regex Picture();

    [GeneratedRegex("\\balt=\"[^\"]*\\w[^\"]*\"")]
    private static partial Regex AlternativeText();
}
