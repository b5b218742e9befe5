// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Analyzers.Layers;

/// <summary>Reports names in a file that refer to a layer which the file's own layer may not use, as <c>.editorconfig</c> states.</summary>
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
        var layers = new LayerTable(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        if (layers.IsEmpty)
            return;

        context.RegisterSyntaxNodeAction(node => Judge(node, layers), SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var (layer, unknown) in layers.Unknown)
                end.ReportDiagnostic(Diagnostic.Create(LayerDescriptors.Unknown, Location.None, layer, unknown));
        });
    }

    private static void Judge(SyntaxNodeAnalysisContext context, LayerTable layers)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (layers.Of(name.SyntaxTree) is not { } from || UsesNothing(name))
            return;

        var info = context.SemanticModel.GetSymbolInfo(name, context.CancellationToken);
        var symbol = (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension,
            var found => found?.OriginalDefinition,
        };
        if (symbol is null or INamespaceSymbol || layers.Of(symbol.Locations.FirstOrDefault()?.SourceTree) is not { } to)
            return;

        var isStruct = IsStruct(symbol as INamedTypeSymbol) || IsStruct(symbol.ContainingType);
        if (!layers.MayUse(from, to, isStruct) && (isStruct || !IsBeforeDot(name, symbol)))
            context.ReportDiagnostic(Diagnostic.Create(LayerDescriptors.Crossed, name.GetLocation(), symbol.Name, to, from));
    }

    /// <summary>Whether the name is part of a <c>using</c>, a namespace declaration or a comment, which use nothing.</summary>
    private static bool UsesNothing(SimpleNameSyntax name) =>
        name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null ||
        name.FirstAncestorOrSelf<CrefSyntax>() is not null ||
        name.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>() is { } space && space.Name.Span.Contains(name.Span);

    /// <summary>Whether the name is a type before a dot; the member after the dot is judged instead.</summary>
    private static bool IsBeforeDot(SimpleNameSyntax name, ISymbol symbol)
    {
        var isLast = name.Parent is QualifiedNameSyntax { Right: var right } && right == name ||
            name.Parent is MemberAccessExpressionSyntax { Name: var last } && last == name;
        var whole = isLast ? name.Parent! : name;
        return symbol is INamedTypeSymbol && whole.Parent switch
        {
            QualifiedNameSyntax qualified => qualified.Left == whole,
            MemberAccessExpressionSyntax access => access.Expression == whole,
            _ => false,
        };
    }

    private static bool IsStruct(INamedTypeSymbol? type) => type is { TypeKind: TypeKind.Struct };
}
