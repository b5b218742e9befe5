// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.SideBySide.Port;

/// <summary>A file of the port zone: its lines, its syntax, and its functions.</summary>
internal sealed partial class PortFile
{
    private const string Mark = "PORT:";

    private readonly Dictionary<int, string> _comments = [];        // by line, without the slashes
    private readonly HashSet<int> _codeLines = [];

    private PortFile(string path, string text)
    {
        Path = path;
        Text = text;
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

    /// <summary>Its syntax.</summary>
    public SyntaxNode Root { get; }

    /// <summary>Its methods in order, those without a counterpart in C among them.</summary>
    public IReadOnlyList<PortFunction> Functions { get; }

    /// <summary>The C file that its head names, or null if it names none.</summary>
    public string? Original => Head().Match(Text) is { Success: true } head ? head.Groups["file"].Value : null;

    /// <summary>Reads a file's text.</summary>
    public static PortFile Parse(string path, string text) => new(path, TextLines.WithLineFeeds(text));

    /// <summary>The line on which a token begins, from 1.</summary>
    public static int LineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>The line on which it ends.</summary>
    public static int EndLineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().EndLinePosition.Line + 1;

    /// <summary>
    /// The reason that a departure's mark gives for some lines: at their end, or in the comment right above. Null if there is no mark.
    /// </summary>
    public string? DepartureAt(int line, int endLine)
    {
        for (int at = line; at <= endLine; at++)
        {
            if (_comments.TryGetValue(at, out string? comment) && comment.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and int mark)
                return comment[(mark + Mark.Length)..].Trim();
        }
        int first = line;
        while (_comments.ContainsKey(first - 1) && !_codeLines.Contains(first - 1))
            first--;
        string above = string.Join(' ', Enumerable.Range(first, line - first).Select(at => _comments[at]));
        return above.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and int found ? above[(found + Mark.Length)..].Trim() : null;
    }

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
