// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Kernel.CodeFixes;

/// <summary>Annotates the callee, or every function down the chain to the cause, which is then reported at its own place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AnnotateCalleeFix : RemedyProvider
{
    private const string Key = "AnnotateCallee";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => FixableIds.Effects;

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        if (await DiagnosticSite.OfAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } site ||
            Contract(site) is not { } contract)
        {
            return [];
        }

        var chain = await DiagnosticSite.OfChainAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false);
        var callees = chain.Count > 0
            ? chain.Select(callee => Enclosing(callee)).OfType<Callee>().ToList()
            : diagnostic.Id is RuleIds.UnannotatedCallee or RuleIds.UnknownTarget
                ? await NamedAsync(site, cancellationToken).ConfigureAwait(false)
                : [];

        var edits = callees
            .Where(callee => ContractAttributes.IsMissing(callee.Function, contract))
            .Select(callee => ContractAnnotation.Add(callee.Declaration, contract, callee.Model))
            .ToImmutableArray();
        var name = contract.Name.Substring(0, contract.Name.Length - nameof(Attribute).Length);
        var title = edits.Length == 1
            ? $"Annotate the callee with [{name}]"
            : $"Annotate the {edits.Length} callees down the chain with [{name}]";
        return [new Remedy(title, Key, edits)];
    }

    /// <summary>The contract of the calling function, which its callees must keep; null if it has none.</summary>
    private static INamedTypeSymbol? Contract(DiagnosticSite site) => ContractAttributes.Around(site.Model, site.Node.SpanStart) switch
    {
        { Name: ContractAttributes.RealMode or ContractAttributes.Atomic } contract => contract,
        _ => null,
    };

    private static Callee? Enclosing(DiagnosticSite site) =>
        FunctionDeclarations.Enclosing(site.Node) is { } declaration &&
        FunctionDeclarations.Symbol(declaration, site.Model) is { } function
            ? new Callee(function, declaration, site.Model)
            : null;

    private static async Task<List<Callee>> NamedAsync(DiagnosticSite site, CancellationToken cancellationToken)
    {
        var callees = new List<Callee>();
        foreach (var symbol in CalleeSymbols.Of(site.Node, site.Model))
        {
            var function = symbol as IMethodSymbol ?? (symbol as IPropertySymbol)?.GetMethod ?? (symbol as IPropertySymbol)?.SetMethod;
            if (function is not null &&
                SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, site.Model.Compilation.Assembly) &&
                await FunctionDeclarations.OfAsync(symbol, cancellationToken).ConfigureAwait(false) is { } declaration &&
                site.Document.Project.GetDocument(declaration.SyntaxTree) is { } document &&
                await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model)
            {
                callees.Add(new Callee(function, declaration, model));
            }
        }

        return callees;
    }

    private sealed class Callee(IMethodSymbol function, SyntaxNode declaration, SemanticModel model)
    {
        public IMethodSymbol Function => function;

        public SyntaxNode Declaration => declaration;

        public SemanticModel Model => model;
    }
}
