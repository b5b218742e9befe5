// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Kernel.CodeFixes;

/// <summary>
/// Takes the function with the culprit out of the proof. The reason is left empty, which KRN1501 reports and which leaves the body
/// judged: the escape counts only once somebody has written why it is right.
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
            await DiagnosticSite.OfCulpritAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } culprit ||
            Contract(site) is not { } contract ||
            Function(culprit, mustHaveContract: diagnostic.AdditionalLocations.Count == 0) is not { } declaration ||
            ContractAnnotation.Escape(declaration, contract, culprit.Model) is not { } edit)
        {
            return [];
        }

        return [new Remedy("Escape the function, for a reason that is still to be written", Key, [edit])];
    }

    private static INamedTypeSymbol? Contract(DiagnosticSite site) =>
        (site.Model.GetDeclaredSymbol(site.Node) is IMethodSymbol declared
            ? ContractAttributes.Of(declared)
            : ContractAttributes.Around(site.Model, site.Node.SpanStart)) switch
        {
            { Name: ContractAttributes.RealMode or ContractAttributes.Atomic } contract => contract,
            _ => null,
        };

    /// <summary>A function nested in a body may be judged as a part of it; then the escape goes where the contract is.</summary>
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
