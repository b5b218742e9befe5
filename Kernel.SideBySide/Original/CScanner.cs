// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>
/// Splits a C file into tokens. Macros are not expanded. Any text can be scanned: characters that are not C become punctuators.
/// </summary>
internal static class CScanner
{
    private static readonly HashSet<string> Keywords =
    [
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto",
        "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch",
        "typedef", "union", "unsigned", "void", "volatile", "while", "_Bool", "asm", "__asm__", "__volatile__", "__inline__", "__user",
        "__iomem", "__init", "__exit", "typeof", "__attribute__", "bool",
    ];

    // Longer ones come before their prefixes.
    private static readonly string[] Punctuators =
    [
        "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
        "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "##",
    ];

    /// <summary>All tokens of a text, including comments and directives.</summary>
    public static IReadOnlyList<CToken> Scan(string text)
    {
        List<CToken> tokens = [];
        int line = 1;
        bool isLineStart = true;
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            if (c == '\n')
            {
                line++;
                isLineStart = true;
                at++;
                continue;
            }
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }
            (CTokenKind kind, int end) = Next(text, at, isLineStart);
            string token = text[at..end];
            int endLine = line + token.AsSpan().Count('\n');
            tokens.Add(new CToken(kind, at, token, line, endLine));
            line = endLine;
            isLineStart = false;
            at = end;
        }
        return tokens;
    }

    private static (CTokenKind Kind, int End) Next(string text, int at, bool isLineStart)
    {
        char c = text[at];
        if (c == '#' && isLineStart)
            return (CTokenKind.Directive, EndOfDirective(text, at));
        if (Starts(text, at, "/*"))
            return (CTokenKind.Comment, EndOfComment(text, at));
        if (Starts(text, at, "//"))
            return (CTokenKind.Comment, EndOfLine(text, at));
        if (c is '"' or '\'')
            return (c == '"' ? CTokenKind.String : CTokenKind.Character, EndOfQuoted(text, at));
        if (IsNameStart(c))
        {
            int end = at;
            while (end < text.Length && (IsNameStart(text[end]) || char.IsAsciiDigit(text[end])))
                end++;
            return (Keywords.Contains(text[at..end]) ? CTokenKind.Keyword : CTokenKind.Identifier, end);
        }
        if (char.IsAsciiDigit(c))
        {
            int end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '.'))
                end++;
            return (CTokenKind.Number, end);
        }
        return (CTokenKind.Punctuator, at + (Punctuators.FirstOrDefault(punctuator => Starts(text, at, punctuator))?.Length ?? 1));
    }

    private static bool Starts(string text, int at, string with) => string.CompareOrdinal(text, at, with, 0, with.Length) == 0;

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    // A comment that is not closed ends with the text.
    private static int EndOfComment(string text, int at) =>
        text.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and int end ? end + 2 : text.Length;

    private static int EndOfLine(string text, int at) => text.IndexOf('\n', at) is >= 0 and int end ? end : text.Length;

    private static int EndOfDirective(string text, int at)
    {
        int end = EndOfLine(text, at);
        while (end < text.Length && text[end - 1] == '\\')
            end = EndOfLine(text, end + 1);
        return end;
    }

    // A string that is not closed ends with its line.
    private static int EndOfQuoted(string text, int at)
    {
        char quote = text[at];
        for (int end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\' && end + 1 < text.Length)
                end++;
            else if (text[end] == quote)
                return end + 1;
            else if (text[end] == '\n')
                return end;
        }
        return text.Length;
    }
}
