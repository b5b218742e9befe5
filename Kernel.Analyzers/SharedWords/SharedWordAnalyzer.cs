// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.SharedWords;

/// <summary>
/// Checks words that other threads may change at any time: each is read by an access that the compiler neither repeats nor merges, and
/// once for each decision.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedWordAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => SharedWordDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!KernelAttributes.AreDeclared(start.Compilation, KernelAttributes.SharedWordName))
                return;
            var words = new SharedWordContext(start.Compilation, start.Options);
            start.RegisterOperationBlockAction(block => Judge(block, words));
        });
    }

    private static void Judge(OperationBlockAnalysisContext context, SharedWordContext words)
    {
        if (context.OwningSymbol is not IMethodSymbol method)
            return;

        bool isShared = false, isGuarded = false;
        foreach (var operation in context.OperationBlocks.SelectMany(block => block.DescendantsAndSelf()))
        {
            var member = (operation as IMemberReferenceOperation)?.Member ?? (operation as IInvocationOperation)?.TargetMethod;
            if (member is null)
                continue;
            if (member is IFieldSymbol or IPropertySymbol && words.Members.Contain(member))
            {
                isShared = true;
                isGuarded |= SharedMembers.IsGuarded(member);
            }

            isShared |= member is not IFieldSymbol && words.Members.MayBeReadBy(member);
        }

        if (!isShared)
            return;
        foreach (var block in context.OperationBlocks.Where(block => block is IBlockOperation or IMethodBodyBaseOperation))
        {
            foreach (var (graph, function) in FunctionGraphs.Of(context.GetControlFlowGraph(block), method))
            {
                // In a constructor no other thread has the object yet, and in a finalizer no longer.
                if (function.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor)
                    continue;
                SharedWordFlow.Judge(
                    graph, function, isGuarded ? words.Guarded(graph, function) : [], words, context.ReportDiagnostic);
            }
        }
    }
}
