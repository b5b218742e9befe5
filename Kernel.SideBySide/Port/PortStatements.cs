// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.SideBySide.Port;

/// <summary>The statements of a ported function, each with the departure that its comment states and whether it is a correction.</summary>
internal sealed class PortStatements
{
    private readonly PortFile _file;
    private readonly List<Statement> _statements = [];

    private PortStatements(PortFile file) => _file = file;

    /// <summary>Reads the statements of a method, in order.</summary>
    public static IReadOnlyList<Statement> Of(PortFile file, BaseMethodDeclarationSyntax method)
    {
        PortStatements reader = new(file);
        if (method.Body is { } body)
            reader.ReadAll(body.Statements, default(Place));
        else if (method.ExpressionBody is { } arrow)
        {
            bool returns = method is not MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } };
            reader.Add(returns ? StatementKind.Return : StatementKind.Simple, arrow.Expression.GetFirstToken(), arrow.Expression.GetLastToken(), default, arrow.Expression);
        }
        return reader._statements;
    }

    private void ReadAll(SyntaxList<StatementSyntax> statements, Place place)
    {
        foreach (StatementSyntax statement in statements)
            Read(statement, place);
    }

    private void Read(StatementSyntax statement, Place place)
    {
        switch (statement)
        {
            case BlockSyntax block:
                ReadAll(block.Statements, place);
                break;
            case IfStatementSyntax @if:
                ReadIf(@if, place);
                break;
            case ForStatementSyntax @for:
                Add(StatementKind.For, @for.ForKeyword, @for.CloseParenToken, place, [(SyntaxNode?)@for.Declaration, .. @for.Initializers, @for.Condition, .. @for.Incrementors]);
                Read(@for.Statement, place.Inside(_statements[^1]));
                break;
            case ForEachStatementSyntax each:
                Add(StatementKind.For, each.ForEachKeyword, each.CloseParenToken, place, each.Expression);
                Read(each.Statement, place.Inside(_statements[^1]));
                break;
            case WhileStatementSyntax @while:
                Add(StatementKind.While, @while.WhileKeyword, @while.CloseParenToken, place, @while.Condition);
                Read(@while.Statement, place.Inside(_statements[^1]));
                break;
            case DoStatementSyntax @do:
                Add(StatementKind.Do, @do.DoKeyword, @do.DoKeyword, place);
                Read(@do.Statement, place.Inside(_statements[^1]));
                Add(StatementKind.While, @do.WhileKeyword, @do.SemicolonToken, place, @do.Condition);
                break;
            case SwitchStatementSyntax @switch:
                Add(StatementKind.Switch, @switch.SwitchKeyword, @switch.CloseParenToken, place, @switch.Expression);
                foreach (SwitchSectionSyntax section in @switch.Sections)
                {
                    foreach (SwitchLabelSyntax label in section.Labels)
                        Add(StatementKind.Case, label.GetFirstToken(), label.ColonToken, place, label);
                    // C# wants a jump at the end of the last section too.
                    bool isLast = section == @switch.Sections[^1];
                    foreach (StatementSyntax inner in section.Statements)
                        Read(inner, isLast && inner == section.Statements[^1] && inner is BreakStatementSyntax ? place with { IsDeparture = true } : place);
                }
                break;
            case LabeledStatementSyntax label:
                Add(StatementKind.Label, label.Identifier, label.ColonToken, place, label.Identifier);
                Read(label.Statement, place);
                break;
            case FixedStatementSyntax or UnsafeStatementSyntax or CheckedStatementSyntax or LockStatementSyntax or UsingStatementSyntax:
                foreach (StatementSyntax inner in statement.ChildNodes().OfType<StatementSyntax>())
                    Read(inner, place);
                break;
            case LocalDeclarationStatementSyntax declaration:
                // Each variable counts for itself, as in the C.
                foreach (VariableDeclaratorSyntax variable in declaration.Declaration.Variables)
                    Add(StatementKind.Declaration, variable == declaration.Declaration.Variables[0] ? declaration.GetFirstToken() : variable.GetFirstToken(), variable.GetLastToken(), place, variable);
                break;
            case EmptyStatementSyntax:
                break;
            default:
                Add(KindOf(statement), statement.GetFirstToken(), statement.GetLastToken(), place, statement);
                break;
        }
    }

    // Of a test whether a defect is corrected, one branch is the original's and the other is not; the test itself never is.
    private void ReadIf(IfStatementSyntax @if, Place place)
    {
        bool isTest = TestsCorrected(@if.Condition);
        bool isNegatedTest = @if.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not && TestsCorrected(not.Operand);
        Add(StatementKind.If, @if.IfKeyword, @if.CloseParenToken, place.Correction(isTest || isNegatedTest), @if.Condition);
        Place inside = place.Inside(_statements[^1]);
        Read(@if.Statement, inside.Correction(isTest));
        if (@if.Else is not { } @else)
            return;
        Add(StatementKind.Else, @else.ElseKeyword, @else.ElseKeyword, place.Correction(isTest || isNegatedTest));
        Read(@else.Statement, inside.Correction(isNegatedTest));
    }

    private static bool TestsCorrected(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => TestsCorrected(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => TestsCorrected(both.Left) || TestsCorrected(both.Right),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "corrected" } } => true,
        _ => false,
    };

    private static StatementKind KindOf(StatementSyntax statement) => statement switch
    {
        GotoStatementSyntax => StatementKind.Goto,
        ReturnStatementSyntax => StatementKind.Return,
        BreakStatementSyntax => StatementKind.Break,
        ContinueStatementSyntax => StatementKind.Continue,
        _ => StatementKind.Simple,
    };

    private void Add(StatementKind kind, SyntaxToken first, SyntaxToken last, Place place, params IEnumerable<SyntaxNodeOrToken?> parts)
    {
        List<string> words = [];
        HashSet<string> calls = [];
        HashSet<string> constants = [];
        foreach (SyntaxToken token in parts.SelectMany(TokensOf).Where(token => !IsInType(token)))
        {
            string? word = token.Kind() switch
            {
                SyntaxKind.IdentifierToken => Vocabulary.OfName(token.ValueText),
                SyntaxKind.NumericLiteralToken => Vocabulary.OfNumber(token.Text),
                SyntaxKind.DefaultKeyword or SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword or SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken => token.Text,
                _ => null,
            };
            if (word is not null)
                words.Add(word);
            if (!token.IsKind(SyntaxKind.IdentifierToken))
                continue;
            if (token.IsCallee())
                calls.Add(token.ValueText);
            else if (Vocabulary.IsConstant(token.ValueText))
                constants.Add(token.ValueText);
        }
        string operators = Vocabulary.OfOperators(parts.SelectMany(TokensOf)
            .Where(token => token.Parent is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or AssignmentExpressionSyntax).Select(token => token.Text));
        int line = PortFile.LineOf(first);
        int endLine = PortFile.EndLineOf(last);
        _statements.Add(new Statement(kind, line, endLine, words)
        {
            Calls = calls, Constants = constants, Operators = operators, IsCorrection = place.IsCorrection, IsInsideDeparture = place.IsDeparture, Departure = _file.DepartureAt(line, endLine),
        });
    }

    private static IEnumerable<SyntaxToken> TokensOf(SyntaxNodeOrToken? part) =>
        part is not { } some ? [] : some.AsNode() is { } node ? node.DescendantTokens() : [some.AsToken()];

    // The name of a type, in a declaration, a cast or sizeof, has no counterpart among the words of the C.
    private static bool IsInType(SyntaxToken token)
    {
        for (SyntaxNode? node = token.Parent; node is TypeSyntax or TypeArgumentListSyntax; node = node.Parent)
        {
            bool isType = node.Parent switch
            {
                VariableDeclarationSyntax declaration => declaration.Type == node,
                CastExpressionSyntax cast => cast.Type == node,
                SizeOfExpressionSyntax or PointerTypeSyntax or TypeArgumentListSyntax or StackAllocArrayCreationExpressionSyntax or ArrayTypeSyntax => true,
                _ => false,
            };
            if (isType)
                return true;
        }
        return false;
    }

    // Where a statement stands: where a defect is corrected, and inside something that is a departure.
    private readonly record struct Place(bool IsCorrection, bool IsDeparture)
    {
        public Place Correction(bool isCorrection) => this with { IsCorrection = IsCorrection || isCorrection };

        public Place Inside(Statement compound) => this with { IsDeparture = IsDeparture || compound.IsCorrection || compound.Departure is not null };
    }
}
