// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Locks;
using Kernel.Analyzers.Publication;
using Kernel.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Kernel.Analyzers.SharedWords;

/// <summary>What the analysis of shared words shares among the bodies of one compilation.</summary>
internal sealed class SharedWordContext(Compilation compilation, AnalyzerOptions options)
{
    // Only bodies that touch a word which is also guarded by a lock need it.
    private readonly Lazy<KernelCompilation> _kernel = new(() => new KernelCompilation(compilation, options, OperationRules.All));

    public SharedMembers Members { get; } = new(compilation);

    public Barriers Barriers { get; } = new(new FunctionBodies(compilation));

    public LockContracts Locks { get; } = new();

    /// <summary>The references to guarded members at which their lock is held.</summary>
    public IReadOnlyCollection<IOperation> Guarded(ControlFlowGraph graph, IMethodSymbol function)
    {
        HashSet<IOperation> held = [], free = [];
        LockFlow.Judge(graph, function, new LockFlowContext(
            Locks, _kernel.Value, Barriers, static _ => { }, (reference, isHeld) => (isHeld ? held : free).Add(reference)));
        held.ExceptWith(free);
        return held;
    }
}
