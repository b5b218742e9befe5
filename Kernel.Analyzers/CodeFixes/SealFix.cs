// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Kernel.CodeFixes;

/// <summary>Closes the target of a virtual call, where nothing in the solution makes use of its being open.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SealFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.UnknownTarget];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        if (await DiagnosticSite.OfCulpritAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } site)
            return [];

        var remedies = new List<Remedy>();
        if (Receiver(site) is { } type && await CanBeSealedAsync(type, solution, cancellationToken).ConfigureAwait(false))
        {
            var edits = await SealClassAsync(type, cancellationToken).ConfigureAwait(false);
            remedies.Add(new Remedy($"Seal the class '{type.Name}'", "SealClass", edits));
        }

        if (CalleeSymbols.Of(site.Node, site.Model).FirstOrDefault() is { } member &&
            await CanBeSealedAsync(member, solution, cancellationToken).ConfigureAwait(false))
        {
            var declaration = await member.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            remedies.Add(new Remedy($"Seal the override '{member.Name}'", "SealOverride", [new SyntaxEdit(declaration, ModifierEdits.Seal)]));
        }

        return remedies;
    }

    /// <summary>The static type of what the member is called on.</summary>
    private static INamedTypeSymbol? Receiver(DiagnosticSite site)
    {
        var accessed = site.Node is InvocationExpressionSyntax invocation ? invocation.Expression : site.Node;
        var type = accessed switch
        {
            MemberAccessExpressionSyntax access => site.Model.GetTypeInfo(access.Expression).Type,
            ElementAccessExpressionSyntax access => site.Model.GetTypeInfo(access.Expression).Type,
            SimpleNameSyntax => site.Model.GetEnclosingSymbol(site.Node.SpanStart)?.ContainingType,
            _ => null,
        };
        return type?.OriginalDefinition as INamedTypeSymbol;
    }

    private static async Task<bool> CanBeSealedAsync(INamedTypeSymbol type, Solution solution, CancellationToken cancellationToken)
    {
        if (type is not { TypeKind: TypeKind.Class, IsSealed: false, IsAbstract: false, IsStatic: false } || !IsInSource(type))
            return false;

        // A protected member that nobody can inherit is a warning.
        if (type.GetMembers().Any(IsNewAndProtected))
            return false;

        return !(await SymbolFinder.FindDerivedClassesAsync(type, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).Any();
    }

    private static bool IsNewAndProtected(ISymbol member) =>
        !member.IsOverride && !member.IsImplicitlyDeclared &&
        member.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.ProtectedAndInternal;

    private static async Task<bool> CanBeSealedAsync(ISymbol member, Solution solution, CancellationToken cancellationToken) =>
        member is { IsOverride: true, IsSealed: false, IsAbstract: false } and (IMethodSymbol or IPropertySymbol) && IsInSource(member) &&
        !(await SymbolFinder.FindOverridesAsync(member, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).Any();

    private static bool IsInSource(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length > 0 && !symbol.IsImplicitlyDeclared;

    /// <summary>A sealed class has no virtual members of its own.</summary>
    private static async Task<ImmutableArray<SyntaxEdit>> SealClassAsync(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var edits = ImmutableArray.CreateBuilder<SyntaxEdit>();
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            var declaration = (TypeDeclarationSyntax)await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            edits.AddRange(declaration.Members
                .Where(member => member.Modifiers.Any(SyntaxKind.VirtualKeyword))
                .Select(member => new SyntaxEdit(member, ModifierEdits.MakeNonVirtual)));
            if (edits.All(edit => edit.Node is not TypeDeclarationSyntax))
                edits.Add(new SyntaxEdit(declaration, ModifierEdits.Seal));
        }

        return edits.ToImmutable();
    }
}
