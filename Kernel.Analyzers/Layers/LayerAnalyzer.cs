// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Analyzers.Layers;

/// <summary>Holds the files of one assembly to the layers that <c>.editorconfig</c> puts them into: a name leads to an allowed layer only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LayerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => LayerDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var layering = new LayerTable(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        if (layering.IsEmpty)
            return;

        context.RegisterSyntaxNodeAction(node => Judge(node, layering), SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var (layer, unknown) in layering.Unknown)
                end.ReportDiagnostic(Diagnostic.Create(LayerDescriptors.Unknown, Location.None, layer, unknown));
        });
    }

    private static void Judge(SyntaxNodeAnalysisContext context, LayerTable layering)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (layering.Of(name.SyntaxTree) is not { } from || IsNoUse(name))
            return;

        var info = context.SemanticModel.GetSymbolInfo(name, context.CancellationToken);
        var symbol = (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension,
            var found => found?.OriginalDefinition,
        };
        if (symbol is null or INamespaceSymbol || layering.Of(symbol.Locations.FirstOrDefault()?.SourceTree) is not { } to)
            return;

        var isStruct = IsStruct(symbol as INamedTypeSymbol) || IsStruct(symbol.ContainingType);
        if (!layering.MayUse(from, to, isStruct) && (isStruct || !IsBeforeDot(name, symbol)))
            context.ReportDiagnostic(Diagnostic.Create(LayerDescriptors.Crossed, name.GetLocation(), symbol.Name, to, from));
    }

    /// <summary>A <c>using</c> by itself uses nothing, nor does the name of a namespace, nor a comment.</summary>
    private static bool IsNoUse(SimpleNameSyntax name) =>
        name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null ||
        name.FirstAncestorOrSelf<CrefSyntax>() is not null ||
        name.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>() is { } space && space.Name.Span.Contains(name.Span);

    /// <summary>Of a class and a member behind the dot, the member counts.</summary>
    private static bool IsBeforeDot(SimpleNameSyntax name, ISymbol symbol)
    {
        SyntaxNode whole = name.Parent is QualifiedNameSyntax { Right: var right } && right == name || name.Parent is MemberAccessExpressionSyntax { Name: var last } && last == name ? name.Parent : name;
        return symbol is INamedTypeSymbol && whole.Parent switch
        {
            QualifiedNameSyntax qualified => qualified.Left == whole,
            MemberAccessExpressionSyntax access => access.Expression == whole,
            _ => false,
        };
    }

    private static bool IsStruct(INamedTypeSymbol? type) => type is { TypeKind: TypeKind.Struct };
}
