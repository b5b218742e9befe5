// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Sources;

namespace Kernel.SideBySide.Original;

/// <summary>A C file: its lines, its tokens, and the functions that it defines.</summary>
internal sealed class CFile
{
    private CFile(string path, string text)
    {
        Path = path;
        Text = text;
        Lines = text.Split('\n');
        Tokens = CScanner.Scan(text);
        Functions = FindFunctions();
    }

    /// <summary>Its path from the root of the Linux tree.</summary>
    public string Path { get; }

    /// <summary>Its text, with line feeds.</summary>
    public string Text { get; }

    /// <summary>Its lines. The text after the last line feed, which is usually empty, counts as one.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Its tokens, including comments and directives.</summary>
    public IReadOnlyList<CToken> Tokens { get; }

    /// <summary>The functions that it defines, in order.</summary>
    public IReadOnlyList<CFunction> Functions { get; }

    /// <summary>Parses a file.</summary>
    /// <param name="path">Its path from the root of the Linux tree.</param>
    /// <param name="text">Its text.</param>
    public static CFile Parse(string path, string text) => new(path, TextLines.WithLineFeeds(text));

    /// <summary>The function of a name, or null.</summary>
    public CFunction? Find(string name) => Functions.FirstOrDefault(function => function.Name == name);

    // At the outermost level, a function is a name, a parenthesis and a brace. Its declaration begins after the last semicolon or brace.
    private List<CFunction> FindFunctions()
    {
        List<CToken> code = [.. Tokens.Where(token => token.IsCode)];
        List<CFunction> functions = [];
        int declaration = 0;
        for (int at = 0; at < code.Count; at++)
        {
            if (code[at].Is(";"))
                declaration = at + 1;
            if (!code[at].Is("{"))
                continue;
            int close = MatchingBrace(code, at);
            if (NameOf(code, declaration, at) is { } name && close < code.Count)
            {
                int line = code[declaration].Line;
                int endLine = code[close].Line;
                string text = string.Join('\n', Lines.Skip(line - 1).Take(endLine - line + 1));
                functions.Add(new CFunction(name, line, code[at].Line, endLine, text, code[(at + 1)..close]));
                declaration = close + 1;
            }
            at = close;
        }
        return functions;
    }

    // The first name before a parenthesis: annotations with parentheses may follow the parameters. An initializer, which has '=', is no
    // function.
    private static string? NameOf(List<CToken> code, int from, int brace)
    {
        if (brace - 1 <= from || !code[brace - 1].Is(")"))
            return null;
        for (int at = from; at < brace && !code[at].Is("="); at++)
        {
            if (code.IsCallee(at))
                return code[at].Text;
        }
        return null;
    }

    private static int MatchingBrace(List<CToken> code, int open)
    {
        int depth = 0;
        for (int at = open; at < code.Count; at++)
        {
            if (code[at].Is("{"))
                depth++;
            else if (code[at].Is("}") && --depth == 0)
                return at;
        }
        return code.Count;
    }
}
