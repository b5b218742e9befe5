// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;

namespace Kernel.SideBySide.Alignment;

/// <summary>
/// The statements of a C function. Macros are not expanded: a name, a parenthesis, and then no operator is a loop (<c>list_for_each_entry</c>
/// and its kind). What cannot be understood is a simple statement up to its semicolon.
/// </summary>
internal sealed class CStatements
{
    private static readonly HashSet<string> TypeWords =
        ["void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "struct", "union", "enum", "const", "volatile", "static", "register", "bool", "_Bool"];

    private readonly IReadOnlyList<CToken> _tokens;
    private readonly List<Statement> _statements = [];
    private int _at;

    private CStatements(IReadOnlyList<CToken> body) => _tokens = body;

    /// <summary>Reads the statements of a body, in order.</summary>
    public static IReadOnlyList<Statement> Of(CFunction function)
    {
        CStatements reader = new(function.Body);
        while (reader._at < reader._tokens.Count)
            reader.ReadStatement();
        return reader._statements;
    }

    private CToken Current => _at < _tokens.Count ? _tokens[_at] : default;

    // Iterative where statements follow each other, recursive only where they are inside each other.
    private void ReadStatement()
    {
        int start = _at;
        CToken token = _tokens[_at];
        if (token.Is("{") || token.Is("}") || token.Is(";"))
            _at++;
        else if (token.Is("if"))
            ReadHead(StatementKind.If);
        else if (token.Is("for"))
            ReadHead(StatementKind.For);
        else if (token.Is("while"))
            ReadHead(StatementKind.While);
        else if (token.Is("switch"))
            ReadHead(StatementKind.Switch);
        else if (token.Is("else"))
            ReadWord(StatementKind.Else);
        else if (token.Is("do"))
            ReadWord(StatementKind.Do);
        else if (token.Is("case") || token.Is("default"))
            ReadThrough(StatementKind.Case, ":");
        else if (token.Is("goto"))
            ReadThrough(StatementKind.Goto, ";");
        else if (token.Is("return"))
            ReadThrough(StatementKind.Return, ";");
        else if (token.Is("break"))
            ReadThrough(StatementKind.Break, ";");
        else if (token.Is("continue"))
            ReadThrough(StatementKind.Continue, ";");
        else if (token.Kind == CTokenKind.Identifier && IsAt(_at + 1, ":"))
            ReadThrough(StatementKind.Label, ":");
        else if (token.Kind == CTokenKind.Identifier && IsAt(_at + 1, "(") && IsLoop(EndOfParenthesis(_at + 1)))
            ReadHead(StatementKind.For);
        else
            ReadThrough(IsDeclaration() ? StatementKind.Declaration : StatementKind.Simple, ";");
        if (_at == start)
            _at++;
    }

    private bool IsAt(int at, string text) => at < _tokens.Count && _tokens[at].Is(text);

    // Behind the parenthesis of a macro that is a loop comes its body.
    private bool IsLoop(int after) =>
        after < _tokens.Count && (_tokens[after].Is("{") || _tokens[after].Kind is CTokenKind.Identifier or CTokenKind.Keyword);

    private bool IsDeclaration()
    {
        CToken token = Current;
        if (token.Kind == CTokenKind.Keyword)
            return TypeWords.Contains(token.Text);
        int at = _at + 1;
        bool isPointer = false;
        for (; IsAt(at, "*"); at++)
            isPointer = true;
        return token.Kind == CTokenKind.Identifier && at < _tokens.Count && _tokens[at].Kind == CTokenKind.Identifier
            && (isPointer || at == _at + 1) && (IsAt(at + 1, ";") || IsAt(at + 1, "=") || IsAt(at + 1, ",") || IsAt(at + 1, "["));
    }

    private int EndOfParenthesis(int open)
    {
        int depth = 0;
        for (int at = open; at < _tokens.Count; at++)
        {
            if (_tokens[at].Is("("))
                depth++;
            else if (_tokens[at].Is(")") && --depth == 0)
                return at + 1;
        }
        return _tokens.Count;
    }

    private void ReadWord(StatementKind kind) => Add(kind, _at, _at + 1);

    private void ReadHead(StatementKind kind)
    {
        int open = _at + 1;
        Add(kind, _at, IsAt(open, "(") ? EndOfParenthesis(open) : open);
    }

    private void ReadThrough(StatementKind kind, string last)
    {
        int depth = 0;
        int end = _at;
        for (; end < _tokens.Count; end++)
        {
            CToken token = _tokens[end];
            if (token.Is("(") || token.Is("[") || token.Is("{"))
                depth++;
            else if (token.Is(")") || token.Is("]"))
                depth--;
            else if (token.Is("}") && --depth < 0)
                break;                                  // the block ends before the statement does
            else if (depth == 0 && token.Is(last))
            {
                end++;
                break;
            }
        }
        Add(kind, _at, end);
    }

    private void Add(StatementKind kind, int from, int to)
    {
        List<string> words = [];
        HashSet<string> calls = [];
        HashSet<string> constants = [];
        for (int at = from; at < to; at++)
        {
            CToken token = _tokens[at];
            bool isTag = at > 0 && (_tokens[at - 1].Is("struct") || _tokens[at - 1].Is("union") || _tokens[at - 1].Is("enum"));
            string? word = token.Kind switch
            {
                CTokenKind.Identifier when !isTag => Vocabulary.OfName(token.Text),
                CTokenKind.Number => Vocabulary.OfNumber(token.Text),
                CTokenKind.Keyword when token.Text == "default" => token.Text,
                CTokenKind.Punctuator when token.Text is "++" or "--" => token.Text,
                _ => null,
            };
            if (word is not null)
                words.Add(word);
            if (token.Kind != CTokenKind.Identifier || isTag)
                continue;
            if (IsAt(at + 1, "("))
                calls.Add(token.Text);
            else if (Vocabulary.IsConstant(token.Text))
                constants.Add(token.Text);
        }
        if (to > from)
            _statements.Add(new Statement(kind, _tokens[from].Line, _tokens[to - 1].EndLine, words) { Calls = calls, Constants = constants });
        _at = to;
    }
}
