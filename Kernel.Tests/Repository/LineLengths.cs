// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kernel.Tests.Repository;

/// <summary>Finds the long lines of a file, and says which may be long.</summary>
internal static partial class LineLengths
{
    /// <summary>The maximum length of a line, in columns.</summary>
    internal const int MaxColumns = 140;

    private const int TabWidth = 4;

    private static readonly string[] Extensions = [".cs", ".md", ".csproj", ".props", ".targets", ".css", ".js", ".c", ".h"];

    /// <summary>The kinds of lines that may be longer.</summary>
    internal static IReadOnlyList<LineLengthException> Exceptions { get; } =
    [
        new("ported file", "its lines are those of the C beside it",
            line => line.Path.StartsWith("Kernel/arch/powerpc/kvm/", StringComparison.Ordinal)
                || line.Path.StartsWith("Kernel/virt/kvm/", StringComparison.Ordinal)),
        new("raw string literal", "a line break would change the data", line => line.IsInRawString),
        new("generated C header", "`kvmhv layout` writes it from the layout pages",
            line => line.Path.StartsWith("native-layout/include/", StringComparison.Ordinal)),
        new("Markdown table", "a row of a table is one line", line => IsMarkdown(line) && line.Text.TrimStart().StartsWith('|')),
        new("Markdown link", "a link target cannot be broken, and the line fits without it",
            line => IsMarkdown(line) && Columns(LinkTarget().Replace(line.Text, "")) <= MaxColumns),
    ];

    /// <summary>Whether the lines of a file are checked.</summary>
    internal static bool IsChecked(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>The lines of a file that are longer than <see cref="MaxColumns"/>.</summary>
    /// <param name="path">The file, from the root of the repository.</param>
    /// <param name="text">The text of the file, with line feeds.</param>
    internal static IReadOnlyList<LongLine> In(string path, string text)
    {
        List<LongLine> found = [];
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            if (Columns(line) > MaxColumns)
                found.Add(new LongLine(path, number, line, IsInRawString: false));
        }
        if (found.Count == 0 || !path.EndsWith(".cs", StringComparison.Ordinal))
            return found;
        HashSet<int> raw = [.. LinesOfRawStrings(text)];
        return [.. found.Select(line => line with { IsInRawString = raw.Contains(line.Number) })];
    }

    /// <summary>The length of a line in columns; a tab extends to the next multiple of 4.</summary>
    internal static int Columns(string line) =>
        line.Aggregate(0, (columns, c) => c == '\t' ? (columns / TabWidth + 1) * TabWidth : columns + 1);

    private static bool IsMarkdown(LongLine line) => line.Path.EndsWith(".md", StringComparison.Ordinal);

    // The lines between the quotes, which are the text of the literal.
    private static IEnumerable<int> LinesOfRawStrings(string source) =>
        from node in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodesAndTokens()
        where node.IsKind(SyntaxKind.MultiLineRawStringLiteralToken) || node.IsKind(SyntaxKind.Utf8MultiLineRawStringLiteralToken)
            || node.IsKind(SyntaxKind.InterpolatedStringExpression) && node.ToString().Contains("\"\"\"\n", StringComparison.Ordinal)
        let span = node.GetLocation()!.GetLineSpan()
        from line in Enumerable.Range(span.StartLinePosition.Line + 2, span.EndLinePosition.Line - span.StartLinePosition.Line - 1)
        select line;

    [GeneratedRegex(@"\]\([^)]*\)|^\[[^\]]+\]: \S+|<https?://[^>]+>")]
    private static partial Regex LinkTarget();
}
