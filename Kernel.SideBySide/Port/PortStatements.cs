// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.SideBySide.Port;

/// <summary>Splits a ported function into statements, and finds out which of them depart from the original.</summary>
internal sealed class PortStatements
{
    private readonly PortFile _file;
    private readonly List<Statement> _statements = [];

    private PortStatements(PortFile file) => _file = file;

    /// <summary>The statements of a method, in order.</summary>
    public static IReadOnlyList<Statement> Of(PortFile file, BaseMethodDeclarationSyntax method)
    {
        PortStatements reader = new(file);
        if (method.Body is { } body)
            reader.ReadAll(body.Statements, Place.Original);
        else if (method.ExpressionBody is { Expression: { } expression })
            reader.Add(ReturnsValue(method) ? StatementKind.Return : StatementKind.Simple, expression, Place.Original, expression);
        return reader._statements;
    }

    private static bool ReturnsValue(BaseMethodDeclarationSyntax method) =>
        method is not MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } };

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
                Add(StatementKind.For, @for.ForKeyword, @for.CloseParenToken, place,
                    [(SyntaxNode?)@for.Declaration, .. @for.Initializers, @for.Condition, .. @for.Incrementors]);
                Read(@for.Statement, Inside(_statements[^1], place));
                break;
            case ForEachStatementSyntax each:
                Add(StatementKind.For, each.ForEachKeyword, each.CloseParenToken, place, each.Expression);
                Read(each.Statement, Inside(_statements[^1], place));
                break;
            case WhileStatementSyntax @while:
                Add(StatementKind.While, @while.WhileKeyword, @while.CloseParenToken, place, @while.Condition);
                Read(@while.Statement, Inside(_statements[^1], place));
                break;
            case DoStatementSyntax @do:
                Add(StatementKind.Do, @do.DoKeyword, @do.DoKeyword, place);
                Read(@do.Statement, Inside(_statements[^1], place));
                Add(StatementKind.While, @do.WhileKeyword, @do.SemicolonToken, place, @do.Condition);
                break;
            case SwitchStatementSyntax @switch:
                ReadSwitch(@switch, place);
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
                // Each variable is a statement, as in the C; the type belongs to the first.
                foreach (VariableDeclaratorSyntax variable in declaration.Declaration.Variables)
                {
                    SyntaxNode first = variable == declaration.Declaration.Variables[0] ? declaration : variable;
                    Add(StatementKind.Declaration, first.GetFirstToken(), variable.GetLastToken(), place, variable);
                }
                break;
            case EmptyStatementSyntax:
                break;
            default:
                Add(KindOf(statement), statement, place, statement);
                break;
        }
    }

    private void ReadSwitch(SwitchStatementSyntax @switch, Place place)
    {
        Add(StatementKind.Switch, @switch.SwitchKeyword, @switch.CloseParenToken, place, @switch.Expression);
        foreach (SwitchSectionSyntax section in @switch.Sections)
        {
            foreach (SwitchLabelSyntax label in section.Labels)
                Add(StatementKind.Case, label.GetFirstToken(), label.ColonToken, place, label);
            foreach (StatementSyntax inner in section.Statements)
                Read(inner, place);
        }
        // C# requires a jump at the end of the last section, C does not.
        if (@switch.Sections is [.., { Statements: [.., BreakStatementSyntax] }])
            _statements[^1] = _statements[^1] with { IsInsideDeparture = true };
    }

    // After "if (corrected(E01))" the first branch is the correction and the else branch is the original; after "if (!corrected(E01))" it
    // is the other way round. The test itself is not in the original.
    private void ReadIf(IfStatementSyntax @if, Place place)
    {
        bool testsCorrected = TestsCorrected(@if.Condition);
        bool testsAsWritten = @if.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
            && TestsCorrected(not.Operand);
        Place head = testsCorrected || testsAsWritten ? place | Place.Correction : place;
        Add(StatementKind.If, @if.IfKeyword, @if.CloseParenToken, head, @if.Condition);
        Place inside = Inside(_statements[^1], place);
        Read(@if.Statement, testsCorrected ? inside | Place.Correction : inside);
        if (@if.Else is not { } @else)
            return;
        Add(StatementKind.Else, @else.ElseKeyword, @else.ElseKeyword, head);
        Read(@else.Statement, testsAsWritten ? inside | Place.Correction : inside);
    }

    private static bool TestsCorrected(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => TestsCorrected(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both =>
            TestsCorrected(both.Left) || TestsCorrected(both.Right),
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

    private void Add(StatementKind kind, SyntaxNode node, Place place, params IEnumerable<SyntaxNodeOrToken?> parts) =>
        Add(kind, node.GetFirstToken(), node.GetLastToken(), place, parts);

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
                SyntaxKind.DefaultKeyword or SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword => token.Text,
                SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken => token.Text,
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
            .Where(token => token.Parent is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or AssignmentExpressionSyntax)
            .Select(token => token.Text));
        int line = PortFile.LineOf(first);
        int endLine = PortFile.EndLineOf(last);
        _statements.Add(new Statement(kind, line, endLine, words)
        {
            Calls = calls,
            Constants = constants,
            Operators = operators,
            IsCorrection = place.HasFlag(Place.Correction),
            IsInsideDeparture = place.HasFlag(Place.InsideDeparture),
            Departure = _file.DepartureAt(line, endLine),
        });
    }

    private static IEnumerable<SyntaxToken> TokensOf(SyntaxNodeOrToken? part) =>
        part is not { } some ? [] : some.AsNode() is { } node ? node.DescendantTokens() : [some.AsToken()];

    // Names of types in declarations, casts and sizeof are not compared, as in the C.
    private static bool IsInType(SyntaxToken token)
    {
        for (SyntaxNode? node = token.Parent; node is TypeSyntax or TypeArgumentListSyntax; node = node.Parent)
        {
            bool isType = node.Parent switch
            {
                VariableDeclarationSyntax declaration => declaration.Type == node,
                CastExpressionSyntax cast => cast.Type == node,
                SizeOfExpressionSyntax or PointerTypeSyntax or TypeArgumentListSyntax => true,
                StackAllocArrayCreationExpressionSyntax or ArrayTypeSyntax => true,
                _ => false,
            };
            if (isType)
                return true;
        }
        return false;
    }

    private static Place Inside(Statement compound, Place place) =>
        compound.IsCorrection || compound.Departure is not null ? place | Place.InsideDeparture : place;

    // Why a statement is where the original has none.
    [Flags]
    private enum Place
    {
        Original = 0,
        Correction = 1,
        InsideDeparture = 2,
    }
}
