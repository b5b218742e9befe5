// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Reads a shared word by a single access, and once: a second read becomes a use of a variable that holds the first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReadOnceFix : RemedyProvider
{
    private const string Primitive = "READ_ONCE";
    private const string SharedTitle = "Use the value that was tested";
    private const string SharedKey = "UseTested";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.SharedReadPlainly, RuleIds.SharedReadAgain];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        if (await DiagnosticSite.OfAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } site ||
            site.Node is not ExpressionSyntax read)
        {
            return [];
        }

        if (diagnostic.Id == RuleIds.SharedReadPlainly)
        {
            return await OnceAsync(site, read, cancellationToken).ConfigureAwait(false) is { } once
                ? [new Remedy("Read it by one access", "ReadOnce", [new SyntaxEdit(read, _ => once.WithTriviaFrom(read))])]
                : [];
        }

        return await DiagnosticSite.OfCauseAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is { } earlier &&
            earlier.Node is ExpressionSyntax first && first != read
            ? await ShareAsync(earlier, first, read, cancellationToken).ConfigureAwait(false)
            : [];
    }

    /// <summary>The read as one access; null if no function for that is in reach.</summary>
    private static async Task<ExpressionSyntax?> OnceAsync(
        DiagnosticSite site, ExpressionSyntax read, CancellationToken cancellationToken)
    {
        var word = read.WithoutTrivia().ToString();
        var hasPrimitive = !site.Model.LookupSymbols(read.SpanStart, name: Primitive).IsEmpty;
        string[] candidates =
        [
            .. hasPrimitive ? new[] { $"{Primitive}(&{word})", $"{Primitive}(ref {word})" } : [],
            $"Volatile.Read(ref {word})",
            $"System.Threading.Volatile.Read(ref {word})",
        ];
        foreach (var candidate in candidates)
        {
            var once = SyntaxFactory.ParseExpression(candidate);
            var trial = await TrialReplacement.RunAsync(site.Document, read, once.WithTriviaFrom(read), cancellationToken)
                .ConfigureAwait(false);
            if (trial.Compiles)
                return once;
        }

        return null;
    }

    /// <summary>One variable for both reads: the one that holds the first read already, or a new one before its statement.</summary>
    private static async Task<IReadOnlyList<Remedy>> ShareAsync(
        DiagnosticSite site, ExpressionSyntax first, ExpressionSyntax second, CancellationToken cancellationToken)
    {
        if (first.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax holder } && !IsAssigned(holder))
        {
            var name = SyntaxFactory.IdentifierName(holder.Identifier.WithoutTrivia());
            return [new Remedy(SharedTitle, SharedKey, [new SyntaxEdit(second, _ => name.WithTriviaFrom(second))])];
        }

        if (StatementToPrecede(first) is not { } statement || statement.Parent is null || !statement.Parent.Contains(second))
            return [];

        var isPlain = site.Model.GetSymbolInfo(first, cancellationToken).Symbol is IFieldSymbol { IsVolatile: false };
        var value = isPlain ? await OnceAsync(site, first, cancellationToken).ConfigureAwait(false) : first.WithoutTrivia();
        if (value is null)
            return [];

        var local = FreeName(NameOf(first), first, site.Model);
        var declaration = SyntaxFactory.ParseStatement($"var {local} = {value};");
        ExpressionSyntax Use(SyntaxNode read) => SyntaxFactory.IdentifierName(local).WithTriviaFrom(read);
        return
        [
            new Remedy(SharedTitle, SharedKey,
            [
                new SyntaxEdit(statement, static same => same, before: declaration),
                new SyntaxEdit(first, _ => Use(first)),
                new SyntaxEdit(second, _ => Use(second)),
            ]),
        ];
    }

    /// <summary>Whether the variable may get another value than that of its initializer.</summary>
    private static bool IsAssigned(VariableDeclaratorSyntax variable)
    {
        var targets = variable.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().Select(node => node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PrefixUnaryExpressionSyntax prefix => prefix.Operand,
            PostfixUnaryExpressionSyntax postfix => postfix.Operand,
            ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument => argument.Expression,
            _ => null,
        });
        var variableName = variable.Identifier.ValueText;
        return targets is null || targets.OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variableName);
    }

    /// <summary>
    /// The statement before which the read can be made instead; null if it is not made exactly once each time that the statement runs, or
    /// something else happens before it there.
    /// </summary>
    private static StatementSyntax? StatementToPrecede(ExpressionSyntax read)
    {
        SyntaxNode node = read;
        for (; node.Parent is { } parent and not StatementSyntax; node = parent)
        {
            var isAlways = parent switch
            {
                BinaryExpressionSyntax binary => binary.Left == node || !IsShortCircuit(binary),
                ConditionalExpressionSyntax conditional => conditional.Condition == node,
                ConditionalAccessExpressionSyntax access => access.Expression == node,
                SwitchExpressionSyntax choice => choice.GoverningExpression == node,
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => assignment.Right == node,
                AssignmentExpressionSyntax => false,
                AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax or SwitchExpressionArmSyntax => false,
                _ => true,
            };
            if (!isAlways)
                return null;
        }

        return node.Parent is StatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement and
            not (ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or LocalFunctionStatementSyntax) &&
            !statement.DescendantNodes().Any(earlier => earlier.Span.End <= read.SpanStart && earlier is InvocationExpressionSyntax or
                BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax)
            ? statement
            : null;
    }

    private static bool IsShortCircuit(BinaryExpressionSyntax binary) =>
        binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression;

    /// <summary>The last name in the expression of a read: that of the word.</summary>
    private static string NameOf(ExpressionSyntax read) => read switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } when
            !arguments[0].RefKindKeyword.IsKind(SyntaxKind.None) || arguments[0].Expression.IsKind(SyntaxKind.AddressOfExpression) =>
            NameOf(arguments[0].Expression),
        InvocationExpressionSyntax call => NameOf(call.Expression),
        PrefixUnaryExpressionSyntax prefix => NameOf(prefix.Operand),
        ParenthesizedExpressionSyntax parenthesized => NameOf(parenthesized.Expression),
        CastExpressionSyntax cast => NameOf(cast.Expression),
        ElementAccessExpressionSyntax element => NameOf(element.Expression),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "value",
    };

    private static string FreeName(string word, ExpressionSyntax read, SemanticModel model)
    {
        var trimmed = word.StartsWith("s_", StringComparison.Ordinal) ? word.Substring(2) : word.TrimStart('_');
        var name = trimmed.Length == 0 ? "value" : char.ToLowerInvariant(trimmed[0]) + trimmed.Substring(1);
        var taken = new HashSet<string>(model.LookupSymbols(read.SpanStart)
            .Where(symbol => symbol is ILocalSymbol or IParameterSymbol || (symbol.Name == word && word == name))
            .Select(symbol => symbol.Name));
        taken.UnionWith(read.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().Select(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            ParameterSyntax parameter => parameter.Identifier.ValueText,
            ForEachStatementSyntax loop => loop.Identifier.ValueText,
            _ => "",
        }) ?? []);
        var free = name;
        for (var number = 2; taken.Contains(free); number++)
            free = name + number;
        return SyntaxFacts.GetKeywordKind(free) == SyntaxKind.None ? free : "@" + free;
    }
}
