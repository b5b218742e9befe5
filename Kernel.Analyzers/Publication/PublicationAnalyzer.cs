// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Publication;

/// <summary>
/// Checks fields that a flag publishes: they must be written before the flag is set and read after it was read, with barriers.
/// </summary>
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
            if (!KernelAttributes.AreDeclared(start.Compilation, PublishedFields.PublishedBy))
                return;
            var fields = new PublishedFields();
            var barriers = new Barriers(new FunctionBodies(start.Compilation));
            start.RegisterOperationBlockAction(block => Judge(block, fields, barriers));
        });
    }

    private static void Judge(OperationBlockAnalysisContext context, PublishedFields fields, Barriers barriers)
    {
        // In a constructor no other thread has the object yet.
        if (context.OwningSymbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method)
            return;

        var references = context.OperationBlocks.SelectMany(block => block.DescendantsAndSelf()).OfType<IFieldReferenceOperation>();
        if (!references.Any(IsPublishedOrFlag))
            return;

        foreach (var block in context.OperationBlocks.Where(block => block is IBlockOperation or IMethodBodyBaseOperation))
        {
            foreach (var (graph, _) in FunctionGraphs.Of(context.GetControlFlowGraph(block), method))
                PublicationFlow.Judge(graph, fields, barriers, context.ReportDiagnostic);
        }

        bool IsPublishedOrFlag(IFieldReferenceOperation reference) =>
            fields.FlagOf(reference.Field) is not null || fields.IsFlag(reference.Field);
    }
}
