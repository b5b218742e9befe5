// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Kernel.CodeFixes;

/// <summary>
/// Seals the class or the override that a virtual call refers to, if nothing in the solution derives from or overrides it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SealFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.UnknownTarget];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        if (await DiagnosticSite.OfCauseAsync(solution, diagnostic, cancellationToken).ConfigureAwait(false) is not { } site)
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
            var edit = new SyntaxEdit(declaration, ModifierEdits.Seal);
            remedies.Add(new Remedy($"Seal the override '{member.Name}'", "SealOverride", [edit]));
        }

        return remedies;
    }

    /// <summary>The static type of the object that the member is called on.</summary>
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

        // A new protected member in a sealed class is a warning.
        if (type.GetMembers().Any(IsNewAndProtected))
            return false;

        var derived = SymbolFinder.FindDerivedClassesAsync(type, solution, cancellationToken: cancellationToken);
        return !(await derived.ConfigureAwait(false)).Any();
    }

    private static bool IsNewAndProtected(ISymbol member) =>
        !member.IsOverride && !member.IsImplicitlyDeclared &&
        member.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.ProtectedAndInternal;

    private static async Task<bool> CanBeSealedAsync(ISymbol member, Solution solution, CancellationToken cancellationToken) =>
        member is { IsOverride: true, IsSealed: false, IsAbstract: false } and (IMethodSymbol or IPropertySymbol) && IsInSource(member) &&
        !(await SymbolFinder.FindOverridesAsync(member, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).Any();

    private static bool IsInSource(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length > 0 && !symbol.IsImplicitlyDeclared;

    /// <summary>Seals the class and makes its virtual members non-virtual, because a sealed class may not have any.</summary>
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
