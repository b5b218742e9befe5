// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Kernel.SideBySide.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.SideBySide.Port;

/// <summary>A file of the port zone: its lines, its syntax, and its functions.</summary>
internal sealed partial class PortFile
{
    private const string Mark = "PORT:";

    private readonly Dictionary<int, string> _comments = [];        // by line, without slashes
    private readonly HashSet<int> _codeLines = [];

    private PortFile(string path, string text)
    {
        Path = path;
        Text = text;
        Original = Head().Match(text) is { Success: true } head ? head.Groups["file"].Value : null;
        Lines = text.Split('\n');
        Root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();
        ReadComments();
        Functions = [.. Root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => PortFunction.Read(this, method))];
    }

    /// <summary>Its path from the root of the repository.</summary>
    public string Path { get; }

    /// <summary>Its text, with line feeds.</summary>
    public string Text { get; }

    /// <summary>Its lines.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The root of its syntax tree.</summary>
    public SyntaxNode Root { get; }

    /// <summary>Its methods in order, including those without a counterpart in C.</summary>
    public IReadOnlyList<PortFunction> Functions { get; }

    /// <summary>The C file that its head names, or null if it names none.</summary>
    public string? Original { get; }

    /// <summary>Parses a file.</summary>
    /// <param name="path">Its path from the root of the repository.</param>
    /// <param name="text">Its text.</param>
    public static PortFile Parse(string path, string text) => new(path, TextLines.WithLineFeeds(text));

    /// <summary>The line on which a token begins, from 1.</summary>
    public static int LineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>The line on which a token ends, from 1.</summary>
    public static int EndLineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().EndLinePosition.Line + 1;

    /// <summary>
    /// The reason that <c>PORT:</c> gives for some lines, in a comment at their end or directly above them; null if there is no such
    /// comment.
    /// </summary>
    /// <param name="line">The first line.</param>
    /// <param name="endLine">The last line.</param>
    public string? DepartureAt(int line, int endLine)
    {
        for (int at = line; at <= endLine; at++)
        {
            if (_comments.TryGetValue(at, out string? comment) && ReasonIn(comment) is { } reason)
                return reason;
        }
        int first = line;
        while (_comments.ContainsKey(first - 1) && !_codeLines.Contains(first - 1))
            first--;
        return ReasonIn(string.Join(' ', Enumerable.Range(first, line - first).Select(at => _comments[at])));
    }

    private static string? ReasonIn(string comment) =>
        comment.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and int mark ? comment[(mark + Mark.Length)..].Trim() : null;

    private void ReadComments()
    {
        foreach (SyntaxTrivia trivia in Root.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
                _comments[trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1] = trivia.ToString()[2..].Trim();
        }
        foreach (SyntaxToken token in Root.DescendantTokens())
        {
            for (int line = LineOf(token); line <= EndLineOf(token); line++)
                _codeLines.Add(line);
        }
    }

    [GeneratedRegex(@"^// Ported from (?<file>\S+),", RegexOptions.Multiline)]
    private static partial Regex Head();
}
