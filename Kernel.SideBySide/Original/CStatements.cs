// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Original;

/// <summary>
/// Splits a C function into statements. Macros are not expanded: a name and a parenthesis before another statement are taken for a loop,
/// such as <c>list_for_each_entry</c>. Text that is not understood becomes a simple statement up to its semicolon.
/// </summary>
internal sealed partial class CStatements
{
    private static readonly HashSet<string> TypeWords =
    [
        "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "struct", "union", "enum", "const", "volatile",
        "static", "register", "bool", "_Bool",
    ];

    private readonly IReadOnlyList<CToken> _tokens;
    private readonly List<Statement> _statements = [];
    private readonly Stack<int> _blocks = [];           // the statement that each open block belongs to, or -1
    private int _at;

    private CStatements(IReadOnlyList<CToken> body) => _tokens = body;

    /// <summary>The statements of a function, in order.</summary>
    public static IReadOnlyList<Statement> Of(CFunction function)
    {
        CStatements reader = new(function.Body);
        while (reader._at < reader._tokens.Count)
            reader.ReadStatement();
        return reader._statements;
    }

    private CToken Current => _at < _tokens.Count ? _tokens[_at] : default;

    // Reads a statement, or the head of a compound one: the statements in it are read next, by the loop above.
    private void ReadStatement()
    {
        int start = _at;
        CToken token = _tokens[_at];
        if (token.Is("{"))
            OpenBlock();
        else if (token.Is("}"))
            CloseBlock();
        else if (token.Is(";"))
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
        else if (token.Kind == CTokenKind.Identifier && _tokens.IsAt(_at + 1, ":"))
            ReadThrough(StatementKind.Label, ":");
        else if (_tokens.IsCallee(_at) && IsLoop(EndOfParenthesis(_at + 1)))
            ReadHead(StatementKind.For);
        else
            ReadThrough(IsDeclaration() ? StatementKind.Declaration : StatementKind.Simple, ";");
        if (_at == start)
            _at++;
    }

    // A block belongs to the statement whose last token is in front of it, unless that one ends in a semicolon.
    private void OpenBlock()
    {
        bool hasHead = _at > 0 && _statements.Count > 0
            && !_tokens[_at - 1].Is(";") && !_tokens[_at - 1].Is("{") && !_tokens[_at - 1].Is("}");
        _blocks.Push(hasHead ? _statements.Count - 1 : -1);
        _at++;
    }

    private void CloseBlock()
    {
        if (_blocks.TryPop(out int head) && head >= 0)
            _statements[head] = _statements[head] with { CloseLine = _tokens[_at].Line };
        _at++;
    }

    // Whether the token after a macro's parenthesis begins the body of a loop.
    private bool IsLoop(int after)
    {
        if (after >= _tokens.Count)
            return false;
        CToken token = _tokens[after];
        return token.Is("{") || token.Is("++") || token.Is("--") || token.Kind is CTokenKind.Identifier or CTokenKind.Keyword;
    }

    private bool IsDeclaration()
    {
        CToken token = Current;
        if (token.Kind == CTokenKind.Keyword)
            return TypeWords.Contains(token.Text);
        int at = _at + 1;
        while (_tokens.IsAt(at, "*"))
            at++;
        return token.Kind == CTokenKind.Identifier && at < _tokens.Count && _tokens[at].Kind == CTokenKind.Identifier
            && (_tokens.IsAt(at + 1, ";") || _tokens.IsAt(at + 1, "=") || _tokens.IsAt(at + 1, ",") || _tokens.IsAt(at + 1, "["));
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
        Add(kind, _at, _tokens.IsAt(open, "(") ? EndOfParenthesis(open) : open);
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
                break;          // the block ends before the statement does
            else if (depth == 0 && token.Is(last))
            {
                end++;
                break;
            }
        }
        if (kind == StatementKind.Declaration)
            AddDeclarators(_at, end);
        else
            Add(kind, _at, end);
    }

    // Each variable is a statement: C# cannot declare a word and a pointer in one declaration.
    private void AddDeclarators(int from, int to)
    {
        int depth = 0;
        int start = from;
        for (int at = from; at < to; at++)
        {
            if (_tokens[at].Is("(") || _tokens[at].Is("[") || _tokens[at].Is("{"))
                depth++;
            else if (_tokens[at].Is(")") || _tokens[at].Is("]") || _tokens[at].Is("}"))
                depth--;
            else if (depth == 0 && _tokens[at].Is(","))
            {
                Add(StatementKind.Declaration, start, at);
                start = at + 1;
            }
        }
        Add(StatementKind.Declaration, start, to);
    }

    private void Add(StatementKind kind, int from, int to)
    {
        if (to <= from)
            return;
        List<string> words = [];
        HashSet<string> calls = [];
        HashSet<string> constants = [];
        for (int at = from; at < to; at++)
        {
            CToken token = _tokens[at];
            bool isTag = _tokens.IsTag(at);
            if (at == from && kind == StatementKind.Declaration && at + 1 < to)
                isTag |= _tokens.IsAt(at + 1, "*") || _tokens[at + 1].Kind == CTokenKind.Identifier;
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
            if (_tokens.IsCallee(at))
                calls.Add(token.Text);
            else if (Vocabulary.IsConstant(token.Text))
                constants.Add(token.Text);
        }
        int line = _tokens[from].Line;
        int endLine = _tokens[to - 1].EndLine;
        List<string> instructions = _tokens.IsAt(from, "asm") || _tokens.IsAt(from, "__asm__") ? Instructions(from, to) : [];
        if (instructions.Count > 0 && !StartsWithMacro(from))
        {
            words.Insert(0, instructions[0]);
            instructions.RemoveAt(0);
        }
        string operators = Vocabulary.OfOperators(
            _tokens.Skip(from).Take(to - from).Where(token => token.Kind == CTokenKind.Punctuator).Select(token => token.Text));
        _statements.Add(new Statement(kind, line, endLine, words) { Calls = calls, Constants = constants, Operators = operators });
        _statements.AddRange(instructions.Select(instruction => new Statement(kind, line, endLine, [instruction])));
        _at = to;
    }

    // The mnemonics of inline assembly, each of which the port calls as a function; none if there are labels, since the port has one
    // function for a loop in assembly. Operands begin with the first colon.
    private List<string> Instructions(int from, int to)
    {
        IEnumerable<string> strings = _tokens.Skip(from).Take(to - from).TakeWhile(token => !token.Is(":"))
            .Where(token => token.Kind == CTokenKind.String).Select(token => token.Text[1..].Trim('"'));
        string text = string.Join('\n', strings);
        return Label().IsMatch(text) ? [] : [.. Mnemonic().Matches(text).Select(match => match.Groups[1].Value)];
    }

    private bool StartsWithMacro(int from) => _tokens.Skip(from).Take(4).Any(token => token.Kind == CTokenKind.Identifier);

    [GeneratedRegex(@"(?:^|\n|\\n|;)(?:\s|\\t)*([a-z][a-z0-9]*)")]
    private static partial Regex Mnemonic();

    [GeneratedRegex(@"\b[0-9]+:")]
    private static partial Regex Label();
}
