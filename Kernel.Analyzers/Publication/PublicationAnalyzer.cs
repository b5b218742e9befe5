// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Publication;

/// <summary>Holds fields that a flag publishes to it: they are written before the flag is set, and read after it was read, both in order.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PublicationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => PublicationDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!KernelAttributes.AreInSight(start.Compilation, PublishedFields.PublishedBy))
                return;
            var publications = new PublishedFields();
            var barriers = new Barriers(new FunctionBodies(start.Compilation));
            start.RegisterOperationBlockAction(block => Judge(block, publications, barriers));
        });
    }

    private static void Judge(OperationBlockAnalysisContext context, PublishedFields publications, Barriers barriers)
    {
        // A constructor has the object to itself.
        if (context.OwningSymbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method ||
            !context.OperationBlocks.SelectMany(block => block.DescendantsAndSelf()).OfType<IFieldReferenceOperation>().Any(Matters))
        {
            return;
        }

        foreach (var block in context.OperationBlocks.Where(block => block is IBlockOperation or IMethodBodyBaseOperation))
        {
            foreach (var (graph, _) in FunctionGraphs.Of(context.GetControlFlowGraph(block), method))
                PublicationFlow.Judge(graph, publications, barriers, context.ReportDiagnostic);
        }

        bool Matters(IFieldReferenceOperation reference) => publications.FlagOf(reference.Field) is not null || publications.IsFlag(reference.Field);
    }
}
