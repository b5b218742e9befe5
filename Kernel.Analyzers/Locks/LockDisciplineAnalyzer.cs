// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Flow;
using Kernel.Analyzers.Publication;
using Kernel.Analyzers.Rules;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Locks;

/// <summary>
/// Checks lock discipline: locks are released on every path, members and fields are used with the locks that they need, no code sleeps
/// while it holds a spin lock, and no lock is copied.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockDisciplineAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<string> LockCalls = ["Enter", "TryEnter", "Exit", "EnterScope"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => LockDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var kernel = new KernelCompilation(context.Compilation, context.Options, OperationRules.All);
        if (!kernel.Contracts.IsUsed)
            return;

        var contracts = new LockContracts();
        var usesAttributes = KernelAttributes.AreDeclared(context.Compilation, LockAttributes.All) && UsesAnAttribute(context.Compilation);
        var barriers = new Barriers(kernel.Bodies);
        context.RegisterOperationBlockAction(block =>
        {
            if (usesAttributes || CallsALock(block.OperationBlocks))
                JudgeBlocks(block, new LockFlowContext(contracts, kernel, barriers, block.ReportDiagnostic));
        });
        context.RegisterSymbolAction(symbol => JudgeMethod(symbol, contracts), SymbolKind.Method);
        context.RegisterSymbolAction(JudgeField, SymbolKind.Field, SymbolKind.Property);
    }

    /// <summary>Whether any file uses one of the attributes. Otherwise only bodies that call the locks of .NET are analysed.</summary>
    private static bool UsesAnAttribute(Compilation compilation) => compilation.SyntaxTrees
        .SelectMany(tree => tree.GetRoot().DescendantNodes(node =>
            node is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax)))
        .OfType<AttributeSyntax>()
        .Any(attribute => LockAttributes.All.Any(name => name.StartsWith(NameOf(attribute.Name), StringComparison.Ordinal)));

    private static string NameOf(NameSyntax name) => (name switch
    {
        QualifiedNameSyntax qualified => qualified.Right,
        AliasQualifiedNameSyntax alias => alias.Name,
        SimpleNameSyntax simple => simple,
        _ => null,
    })?.Identifier.ValueText ?? "?";

    private static void JudgeBlocks(OperationBlockAnalysisContext context, LockFlowContext flow)
    {
        if (context.OwningSymbol is not IMethodSymbol method)
            return;

        foreach (var block in context.OperationBlocks.Where(block => block is IBlockOperation or IMethodBodyBaseOperation))
        {
            foreach (var (graph, function) in FunctionGraphs.Of(context.GetControlFlowGraph(block), method))
                LockFlow.Judge(graph, function, flow);
            LockCopies.Judge(block, context.ReportDiagnostic);
        }
    }

    private static bool CallsALock(ImmutableArray<IOperation> blocks) => blocks.Any(block =>
        block.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            call.Expression is MemberAccessExpressionSyntax access && LockCalls.Contains(access.Name.Identifier.ValueText)));

    /// <summary>Checks that an override declares the locks of what it overrides, and that names in attributes refer to something.</summary>
    private static void JudgeMethod(SymbolAnalysisContext context, LockContracts contracts)
    {
        var method = (IMethodSymbol)context.Symbol;
        foreach (var attribute in method.GetAttributes().Where(LockAttributes.IsAny))
            JudgeNames(attribute, method, name => method.Parameters.Any(parameter => parameter.Name == name), context.ReportDiagnostic);

        if (method.OverriddenMethod is { } overridden && contracts.Of(overridden) is { IsEmpty: false } declared &&
            !declared.All(effect => contracts.Of(method).Any(own => own.Kind == effect.Kind && own.Name == effect.Name)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                LockDescriptors.ContractDiffers, method.Locations[0], Members.Quoted(method), Members.NameOf(overridden)));
        }
    }

    private static void JudgeField(SymbolAnalysisContext context)
    {
        foreach (var attribute in context.Symbol.GetAttributes().Where(LockAttributes.IsAny))
            JudgeNames(attribute, context.Symbol, _ => false, context.ReportDiagnostic);
    }

    private static void JudgeNames(AttributeData attribute, ISymbol member, Func<string, bool> isParameter, Action<Diagnostic> report)
    {
        foreach (var name in KernelAttributes.NamesIn(attribute))
        {
            if (ObjectPath.RootOf(name) is { } root && root != "this" && !isParameter(root) && !HasMember(member.ContainingType, root) &&
                attribute.ApplicationSyntaxReference is { } place)
            {
                report(Diagnostic.Create(LockDescriptors.NamesNothing, place.GetSyntax().GetLocation(), name, Members.NameOf(member)));
            }
        }
    }

    private static bool HasMember(INamedTypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).Length > 0)
                return true;
        }

        return false;
    }
}
