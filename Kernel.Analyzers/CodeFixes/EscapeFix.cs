// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Kernel.CodeFixes;

/// <summary>
/// Adds an escape with an empty reason to the function that contains the cause. Until a reason is written, KRN1501 is reported and the
/// body is still verified.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class EscapeFix : RemedyProvider
{
    private const string Key = "Escape";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [.. FixableIds.Effects, RuleIds.NothingToVerify];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        if (await DiagnosticSite.OfAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } site ||
            await DiagnosticSite.OfCauseAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } cause ||
            Contract(site) is not { } contract ||
            Function(cause, mustHaveContract: diagnostic.AdditionalLocations.Count == 0) is not { } declaration ||
            ContractAnnotation.Escape(declaration, contract, cause.Model) is not { } edit)
        {
            return [];
        }

        return [new Remedy("Add an escape whose reason is still to be written", Key, [edit])];
    }

    private static INamedTypeSymbol? Contract(DiagnosticSite site) =>
        (site.Model.GetDeclaredSymbol(site.Node) is IMethodSymbol declared
            ? ContractAttributes.Of(declared)
            : ContractAttributes.Around(site.Model, site.Node.SpanStart)) switch
        {
            { Name: ContractAttributes.RealMode or ContractAttributes.Atomic } contract => contract,
            _ => null,
        };

    /// <summary>The function to annotate: the innermost one, or the one whose contract applies to the nested function.</summary>
    private static SyntaxNode? Function(DiagnosticSite site, bool mustHaveContract)
    {
        var declaration = FunctionDeclarations.Enclosing(site.Node);
        while (mustHaveContract && declaration is not null &&
            (FunctionDeclarations.Symbol(declaration, site.Model) is not { } function || ContractAttributes.Of(function) is null))
        {
            declaration = declaration.Parent is { } parent ? FunctionDeclarations.Enclosing(parent) : null;
        }

        return declaration;
    }
}
