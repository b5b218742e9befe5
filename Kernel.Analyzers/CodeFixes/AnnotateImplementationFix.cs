// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Annotates the function that implements a restricted delegate, interface member or virtual member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AnnotateImplementationFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.ContractMissing];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await DiagnosticSite.OfAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } site)
            return [];

        var edits = ImmutableArray.CreateBuilder<SyntaxEdit>();
        foreach (var (function, contract) in Implementing(site, cancellationToken))
        {
            if (ContractAttributes.IsMissing(function, contract) &&
                await EditAsync(function, contract, site, cancellationToken).ConfigureAwait(false) is { } edit)
            {
                edits.Add(edit);
            }
        }

        return [new Remedy("Annotate the function like the declaration that it implements", "AnnotateImplementation", edits.ToImmutable())];
    }

    private static async Task<SyntaxEdit?> EditAsync(
        IMethodSymbol function, INamedTypeSymbol contract, DiagnosticSite site, CancellationToken cancellationToken) =>
        await FunctionDeclarations.OfAsync(function, cancellationToken).ConfigureAwait(false) is { } declaration &&
        site.Document.Project.GetDocument(declaration.SyntaxTree) is { } document &&
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? ContractAnnotation.Add(declaration, contract, model)
            : null;

    private static IEnumerable<(IMethodSymbol Function, INamedTypeSymbol Contract)> Implementing(
        DiagnosticSite site, CancellationToken cancellationToken) =>
        site.Node switch
        {
            TypeDeclarationSyntax type when site.Model.GetDeclaredSymbol(type, cancellationToken) is INamedTypeSymbol declared =>
                Implementations(declared),
            MemberDeclarationSyntax member => Overrides(site.Model.GetDeclaredSymbol(member, cancellationToken)),
            AccessorDeclarationSyntax accessor => Overrides(site.Model.GetDeclaredSymbol(accessor, cancellationToken)),
            ExpressionSyntax expression => Conversion(expression, site.Model, cancellationToken),
            _ => [],
        };

    private static IEnumerable<(IMethodSymbol, INamedTypeSymbol)> Implementations(INamedTypeSymbol type) =>
        from implemented in type.AllInterfaces
        from member in implemented.GetMembers().OfType<IMethodSymbol>()
        let contract = ContractAttributes.Of(member)
        where contract is not null
        let implementation = type.FindImplementationForInterfaceMember(member) as IMethodSymbol
        where implementation is not null
        select (implementation.OriginalDefinition, contract);

    private static IEnumerable<(IMethodSymbol, INamedTypeSymbol)> Overrides(ISymbol? member) =>
        member is IMethodSymbol { OverriddenMethod: { } overridden } method && ContractAttributes.Of(overridden) is { } contract
            ? [(method, contract)]
            : [];

    private static IEnumerable<(IMethodSymbol, INamedTypeSymbol)> Conversion(
        ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        var target = model.GetTypeInfo(expression, cancellationToken).ConvertedType;
        var source = expression is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
            ? arguments[0].Expression
            : expression;
        var function = model.GetSymbolInfo(source, cancellationToken).Symbol as IMethodSymbol ??
            (model.GetTypeInfo(source, cancellationToken).Type as INamedTypeSymbol)?.DelegateInvokeMethod;
        return target is not null && function is not null && ContractAttributes.On(target.OriginalDefinition) is { } contract
            ? [((function.ReducedFrom ?? function).OriginalDefinition, contract)]
            : [];
    }
}
