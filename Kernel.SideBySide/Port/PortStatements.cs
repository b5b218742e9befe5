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
            reader.ReadAll(body.Statements, default);
        else if (method.ExpressionBody is { Expression: { } expression })
            reader.Add(ReturnsValue(method) ? StatementKind.Return : StatementKind.Simple, expression, default, expression);
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
                ReadBody(@for.Statement, place);
                break;
            case ForEachStatementSyntax each:
                Add(StatementKind.For, each.ForEachKeyword, each.CloseParenToken, place, each.Expression);
                ReadBody(each.Statement, place);
                break;
            case WhileStatementSyntax @while:
                Add(StatementKind.While, @while.WhileKeyword, @while.CloseParenToken, place, @while.Condition);
                ReadBody(@while.Statement, place);
                break;
            case DoStatementSyntax @do:
                Add(StatementKind.Do, @do.DoKeyword, @do.DoKeyword, place);
                Place end = Inside(_statements[^1], place);
                ReadBody(@do.Statement, place);
                Add(StatementKind.While, @do.WhileKeyword, @do.SemicolonToken, end, @do.Condition);
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

    // Reads what belongs to the compound statement whose head was added last.
    private void ReadBody(StatementSyntax body, Place place)
    {
        Place inside = Inside(_statements[^1], place);
        SetCloseLine(body);
        Read(body, inside);
    }

    private void SetCloseLine(StatementSyntax body)
    {
        if (body is BlockSyntax block)
            SetCloseLine(block.CloseBraceToken);
    }

    private void SetCloseLine(SyntaxToken brace) => _statements[^1] = _statements[^1] with { CloseLine = PortFile.LineOf(brace) };

    private void ReadSwitch(SwitchStatementSyntax @switch, Place place)
    {
        Add(StatementKind.Switch, @switch.SwitchKeyword, @switch.CloseParenToken, place, @switch.Expression);
        SetCloseLine(@switch.CloseBraceToken);
        foreach (SwitchSectionSyntax section in @switch.Sections)
        {
            foreach (SwitchLabelSyntax label in section.Labels)
                Add(StatementKind.Case, label.GetFirstToken(), label.ColonToken, place, label);
            SetCloseLine(section.Statements[0]);
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
        string? corrected = ErratumIn(@if.Condition);
        string? asWritten = @if.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
            ? ErratumIn(not.Operand)
            : null;
        Place head = (corrected ?? asWritten) is { } tested ? place with { IsCorrection = true, Reason = tested } : place;
        Add(StatementKind.If, @if.IfKeyword, @if.CloseParenToken, head, @if.Condition);
        Place inside = Inside(_statements[^1], place);
        SetCloseLine(@if.Statement);
        Read(@if.Statement, corrected is not null ? inside with { IsCorrection = true } : inside);
        if (@if.Else is not { } @else)
            return;
        Add(StatementKind.Else, @else.ElseKeyword, @else.ElseKeyword, head);
        SetCloseLine(@else.Statement);
        Read(@else.Statement, asWritten is not null ? inside with { IsCorrection = true } : inside);
    }

    // The number of the erratum if a condition holds only where that is corrected, else null.
    private static string? ErratumIn(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => ErratumIn(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => ErratumIn(both.Left) ?? ErratumIn(both.Right),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "corrected" } } call =>
            call.ArgumentList.Arguments.ToString(),
        _ => null,
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
        string? departure = _file.DepartureAt(line, endLine);
        _statements.Add(new Statement(kind, line, endLine, words)
        {
            Calls = calls,
            Constants = constants,
            Operators = operators,
            IsCorrection = place.IsCorrection,
            IsInsideDeparture = place.IsInsideDeparture,
            Departure = departure,
            Reason = departure is { Length: > 0 } ? departure : place.Reason ?? departure,
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
        compound.IsCorrection || compound.Departure is not null
            ? place with { IsInsideDeparture = true, Reason = compound.Reason }
            : place;

    // Why a statement is where the original has none; by default it is the original's.
    private readonly record struct Place(bool IsCorrection, bool IsInsideDeparture, string? Reason);
}
