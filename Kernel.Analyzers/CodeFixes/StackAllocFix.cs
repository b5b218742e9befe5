// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Replaces a small local array of known length by a span on the stack.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StackAllocFix : RemedyProvider
{
    /// <summary>The largest number of elements that is put on the stack; an element is rarely larger than 16 bytes.</summary>
    private const int MaxElements = 64;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.Allocation, RuleIds.HiddenCollection];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var cause = await DiagnosticSite.OfCauseAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false);
        if (cause is not { } site ||
            Array(site) is not { } array ||
            array.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } ||
            declarator.Parent is not VariableDeclarationSyntax { Variables.Count: 1 } declaration ||
            declaration.Parent is not LocalDeclarationStatementSyntax local ||
            !FitsTheStack(local, array, site.Model) ||
            Spanned(declaration, array, site.Model) is not { } spanned ||
            !await IsRightAsync(declaration, spanned, site, cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        return [new Remedy("Put the array on the stack", "StackAlloc", [new SyntaxEdit(declaration, _ => spanned)])];
    }

    private static ExpressionSyntax? Array(DiagnosticSite site) =>
        site.Node is ExpressionSyntax expression && ArrayLength.Of(expression, site.Model) is <= MaxElements ? expression : null;

    /// <summary>
    /// Whether the array may be on the stack: not in a loop, where the stack would grow; not in an async method, which has no frame; and
    /// not if memory that is not zeroed would be read.
    /// </summary>
    private static bool FitsTheStack(LocalDeclarationStatementSyntax local, ExpressionSyntax array, SemanticModel model) =>
        !IsRepeated(local) && model.GetEnclosingSymbol(local.SpanStart) is IMethodSymbol { IsAsync: false } function &&
        (ArrayLength.Elements(array) is not null || !SkipsZeroing(function));

    private static bool IsRepeated(LocalDeclarationStatementSyntax local)
    {
        foreach (var node in local.Ancestors())
        {
            if (node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
                return true;

            // A label may be the target of a jump back.
            if (node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
                return node.DescendantNodes().OfType<LabeledStatementSyntax>().Any();
        }

        return false;
    }

    private static bool SkipsZeroing(IMethodSymbol function)
    {
        for (ISymbol? symbol = function; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SkipLocalsInitAttribute"))
                return true;
        }

        return false;
    }

    private static VariableDeclarationSyntax? Spanned(
        VariableDeclarationSyntax declaration, ExpressionSyntax array, SemanticModel model)
    {
        var types = model.GetTypeInfo(array);
        var isSpan = SpanUses.IsSpan(types.ConvertedType);
        var element = isSpan
            ? ((INamedTypeSymbol)types.ConvertedType!).TypeArguments[0]
            : (types.ConvertedType as IArrayTypeSymbol)?.ElementType;
        if (element is not { IsUnmanagedType: true, TypeKind: not TypeKind.Pointer } ||
            types.ConvertedType is IArrayTypeSymbol { Rank: not 1 })
        {
            return null;
        }

        var type = isSpan
            ? declaration.Type
            : SpanUses.Write("Span", element, model, declaration.SpanStart).WithTriviaFrom(declaration.Type);
        var variable = declaration.Variables[0];
        var initializer = variable.Initializer!.WithValue(OnStack(array).WithTriviaFrom(array));
        return declaration.WithType(type).WithVariables([variable.WithInitializer(initializer)]);
    }

    /// <summary>The expression that allocates on the stack. A collection expression does so as soon as its target is a span.</summary>
    private static ExpressionSyntax OnStack(ExpressionSyntax array) => array switch
    {
        ArrayCreationExpressionSyntax creation =>
            SyntaxFactory.StackAllocArrayCreationExpression(Keyword(creation.NewKeyword), creation.Type, creation.Initializer),
        ImplicitArrayCreationExpressionSyntax creation => SyntaxFactory.ImplicitStackAllocArrayCreationExpression(
            SyntaxFactory.Token(SyntaxKind.StackAllocKeyword), creation.OpenBracketToken, creation.CloseBracketToken, creation.Initializer),
        _ => array,
    };

    private static SyntaxToken Keyword(SyntaxToken @new) =>
        SyntaxFactory.Token(SyntaxKind.StackAllocKeyword).WithTrailingTrivia(@new.TrailingTrivia);

    /// <summary>Whether the trial compiles and every use of the local works alike on a span.</summary>
    private static async Task<bool> IsRightAsync(
        VariableDeclarationSyntax declaration, VariableDeclarationSyntax spanned, DiagnosticSite site, CancellationToken cancellationToken)
    {
        var trial = await TrialReplacement.RunAsync(site.Document, declaration, spanned, cancellationToken).ConfigureAwait(false);
        if (!trial.Compiles)
            return false;
        if (site.Model.GetDeclaredSymbol(declaration.Variables[0], cancellationToken) is not ILocalSymbol { Type: IArrayTypeSymbol } local)
            return true;

        var uses = Uses(declaration, local, site.Model);
        var localInTrial = trial.Model.GetDeclaredSymbol(((VariableDeclarationSyntax)trial.Node).Variables[0], cancellationToken)!;
        var usesInTrial = Uses(trial.Node, localInTrial, trial.Model);
        return uses.Count == usesInTrial.Count && uses.Zip(usesInTrial, (before, after) =>
            SpanUses.IsReadByElement(before, site.Model) ||
            SpanUses.IsTakenAsSpan(before, site.Model, new TrialReplacement(after, trial.Model, compiles: true))).All(isRight => isRight);
    }

    private static List<IdentifierNameSyntax> Uses(SyntaxNode declaration, ISymbol local, SemanticModel model) =>
        [.. declaration.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Name &&
                SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local))];
}
