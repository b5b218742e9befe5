// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Flow;

/// <summary>
/// Forward data-flow analysis of one body: propagates states over the control-flow graph until none changes, then visits each block once
/// more to report. Exceptions are followed into <c>finally</c> only.
/// </summary>
internal abstract class ForwardFlow<TState>(ControlFlowGraph graph, Action<Diagnostic> report)
    where TState : class, IFlowState<TState>
{
    /// <summary>What has been reported: each branch out of a <c>try</c> visits its <c>finally</c> again.</summary>
    private readonly HashSet<(DiagnosticDescriptor, Location)> _reported = [];

    /// <summary>The paths that local variables and captures are aliases of, by symbol or capture id.</summary>
    protected Dictionary<object, string> Aliases { get; } = [];

    /// <summary>The state at each exit of the body, before the exits are joined.</summary>
    protected ImmutableArray<TState> Returns { get; private set; } = [];

    /// <summary>Whether the states are final, so that findings are reported.</summary>
    protected bool IsReporting { get; private set; }

    /// <summary>Analyses the body from the given state; returns the state at its end, or null if the end is unreachable.</summary>
    protected TState? Run(TState start)
    {
        FindAliases();
        Prepare(graph);
        var states = Solve(graph.Blocks, graph.Blocks[0].Ordinal, start);
        var exit = graph.Blocks.Last().Ordinal;
        Returns = [.. Report(graph.Blocks, states).Where(branch => branch.Target == exit).Select(branch => branch.State)];
        return states.TryGetValue(exit, out var end) ? end : null;
    }

    /// <summary>Called with the graph once the aliases are known.</summary>
    protected virtual void Prepare(ControlFlowGraph graph)
    {
    }

    /// <summary>The state after an operation and its child operations.</summary>
    protected abstract TState Execute(IOperation operation, TState state);

    /// <summary>The state after an operation that is not part of another.</summary>
    protected virtual TState ExecuteStatement(IOperation operation, TState state) => Execute(operation, state);

    /// <summary>The state where the condition is known to have the value.</summary>
    protected virtual TState Assume(TState state, IOperation condition, bool value) => state;

    protected void Report(DiagnosticDescriptor rule, Location location, params object[] arguments) =>
        Report(rule, location, [], arguments);

    /// <summary>Reports with further locations.</summary>
    protected void Report(DiagnosticDescriptor rule, Location location, ImmutableArray<Location> further, object[] arguments)
    {
        if (IsReporting && _reported.Add((rule, location)))
            report(Diagnostic.Create(rule, location, further, arguments));
    }

    protected static bool IsOtherFunction(IOperation operation) =>
        operation is IAnonymousFunctionOperation or ILocalFunctionOperation or IFlowAnonymousFunctionOperation or INameOfOperation;

    private TState Transfer(BasicBlock block, TState state)
    {
        foreach (var operation in block.Operations)
            state = ExecuteStatement(operation, state);
        return block.BranchValue is { } value ? ExecuteStatement(value, state) : state;
    }

    /// <summary>A variable that is assigned once, from an expression with a path, is an alias of that path.</summary>
    private void FindAliases()
    {
        var assigned = new Dictionary<object, IOperation?>();
        var operations = graph.Blocks.SelectMany(block => block.Operations).SelectMany(operation => operation.DescendantsAndSelf());
        foreach (var operation in operations)
        {
            switch (operation)
            {
                case IFlowCaptureOperation capture:
                    assigned[capture.Id] = assigned.ContainsKey(capture.Id) ? null : capture.Value;
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment:
                    assigned[local.Local] = assigned.ContainsKey(local.Local) ? null : assignment.Value;
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation local }:
                    assigned[local.Local] = null;
                    break;
            }
        }

        foreach (var pair in assigned.Where(pair => pair.Value is not null).OrderBy(pair => pair.Value!.Syntax.SpanStart))
        {
            if (ObjectPath.Of(pair.Value, Aliases) is { } path)
                Aliases[pair.Key] = path;
        }
    }

    /// <summary>Visits blocks whose states are final once more, and reports.</summary>
    private List<(int Target, TState State)> Report(IEnumerable<BasicBlock> blocks, Dictionary<int, TState> states)
    {
        IsReporting = true;
        return
        [
            .. blocks
                .Where(block => states.ContainsKey(block.Ordinal))
                .SelectMany(block => Leave(block, Transfer(block, states[block.Ordinal]))),
        ];
    }

    /// <summary>
    /// The state before each reachable block. A block is visited again only if its state has changed, and each change joins another state
    /// to it, so <see cref="IFlowState{TState}"/> guarantees an end.
    /// </summary>
    private Dictionary<int, TState> Solve(IEnumerable<BasicBlock> blocks, int first, TState start)
    {
        var inside = blocks.ToDictionary(block => block.Ordinal);
        var states = new Dictionary<int, TState> { [first] = start };
        var waiting = new Queue<int>([first]);
        while (waiting.Count > 0)
        {
            var block = inside[waiting.Dequeue()];
            foreach (var (target, state) in Leave(block, Transfer(block, states[block.Ordinal])))
            {
                if (!inside.ContainsKey(target))
                    continue;
                var joined = states.TryGetValue(target, out var before) ? before.Join(state) : state;
                if (before is not null && joined.Equals(before))
                    continue;
                states[target] = joined;
                waiting.Enqueue(target);
            }
        }

        return states;
    }

    private IEnumerable<(int Target, TState State)> Leave(BasicBlock block, TState state)
    {
        if (block.ConditionalSuccessor is { Destination: { } conditional } && block.BranchValue is { } condition)
        {
            var whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            var constant = condition.ConstantValue is { HasValue: true, Value: bool value } ? value : (bool?)null;
            if (constant != !whenTrue)
                yield return (conditional.Ordinal, Through(block.ConditionalSuccessor, Assume(state, condition, whenTrue)));
            if (constant == whenTrue)
                yield break;
            state = Assume(state, condition, !whenTrue);
        }

        if (block.FallThroughSuccessor is { Destination: { } next, Semantics: var semantics } &&
            semantics is not (ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow))
        {
            yield return (next.Ordinal, Through(block.FallThroughSuccessor, state));
        }
    }

    /// <summary>The state after the <c>finally</c> blocks that a branch runs on its way.</summary>
    private TState Through(ControlFlowBranch branch, TState state)
    {
        var wasReporting = IsReporting;
        foreach (var region in branch.FinallyRegions)
        {
            IsReporting = false;
            var blocks = graph.Blocks
                .Where(block => block.Ordinal >= region.FirstBlockOrdinal && block.Ordinal <= region.LastBlockOrdinal)
                .ToList();
            var states = Solve(blocks, region.FirstBlockOrdinal, state);
            var ends = blocks
                .Where(block => states.ContainsKey(block.Ordinal) && EndsFinally(block))
                .Select(block => AfterCondition(block, Transfer(block, states[block.Ordinal])));
            state = ends.Aggregate((TState?)null, (joined, end) => joined is null ? end : joined.Join(end)) ?? state;
            if (wasReporting)
                Report(blocks, states);
        }

        return state;
    }

    private static bool EndsFinally(BasicBlock block) =>
        block.FallThroughSuccessor is { Semantics: ControlFlowBranchSemantics.StructuredExceptionHandling };

    private TState AfterCondition(BasicBlock block, TState state) =>
        block is { ConditionalSuccessor: not null, BranchValue: { } condition }
            ? Assume(state, condition, block.ConditionKind != ControlFlowConditionKind.WhenTrue)
            : state;
}
