// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Flow;

/// <summary>The control-flow graphs of a method and of the functions nested in it.</summary>
internal static class FunctionGraphs
{
    public static IEnumerable<(ControlFlowGraph Graph, IMethodSymbol Function)> Of(ControlFlowGraph graph, IMethodSymbol function)
    {
        yield return (graph, function);
        foreach (var local in graph.LocalFunctions)
        {
            foreach (var inner in Of(graph.GetLocalFunctionControlFlowGraph(local), local))
                yield return inner;
        }

        foreach (var lambda in LambdasIn(graph))
        {
            foreach (var inner in Of(graph.GetAnonymousFunctionControlFlowGraph(lambda), lambda.Symbol))
                yield return inner;
        }
    }

    private static IEnumerable<IFlowAnonymousFunctionOperation> LambdasIn(ControlFlowGraph graph) => graph.Blocks
        .SelectMany(block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
        .SelectMany(operation => operation.DescendantsAndSelf())
        .OfType<IFlowAnonymousFunctionOperation>();
}
