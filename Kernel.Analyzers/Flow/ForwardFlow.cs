// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Flow;

/// <summary>
/// Follows a state through one body: forward over its control-flow graph, until nothing changes, then once more to report. Exceptions are
/// followed into <c>finally</c> only.
/// </summary>
internal abstract class ForwardFlow<TState>(ControlFlowGraph graph, Action<Diagnostic> report)
    where TState : class, IFlowState<TState>
{
    private const int MostRounds = 1000;

    /// <summary>A <c>finally</c> is gone through by each branch that leaves its <c>try</c>, and reported once.</summary>
    private readonly HashSet<(DiagnosticDescriptor, Location)> _reported = [];

    /// <summary>Paths of variables that stand for others, by symbol or capture.</summary>
    protected Dictionary<object, string> Aliases { get; } = [];

    /// <summary>The state at each way out of the body, before they meet.</summary>
    protected ImmutableArray<TState> Returns { get; private set; } = [];

    /// <summary>Are the states final, so that what is found is to be told?</summary>
    protected bool IsReporting { get; private set; }

    /// <summary>Follows the state from the beginning of the body; null if the end is never reached.</summary>
    protected TState? Run(TState start)
    {
        FindAliases();
        Prepare(graph);
        var states = Solve(graph.Blocks, graph.Blocks[0].Ordinal, start);
        var exit = graph.Blocks.Last().Ordinal;
        Returns = [.. Tell(graph.Blocks, states).Where(way => way.Target == exit).Select(way => way.State)];
        return states.TryGetValue(exit, out var end) ? end : null;
    }

    /// <summary>Looks at the graph once the aliases are known.</summary>
    protected virtual void Prepare(ControlFlowGraph graph)
    {
    }

    /// <summary>The state after an operation and those below it.</summary>
    protected abstract TState Execute(IOperation operation, TState state);

    /// <summary>The same for what is not part of another operation.</summary>
    protected virtual TState ExecuteStatement(IOperation operation, TState state) => Execute(operation, state);

    /// <summary>What is known once a condition has turned out so.</summary>
    protected virtual TState Assume(TState state, IOperation condition, bool value) => state;

    protected void Report(DiagnosticDescriptor rule, Location location, params object[] arguments)
    {
        if (IsReporting && _reported.Add((rule, location)))
            report(Diagnostic.Create(rule, location, arguments));
    }

    protected static bool IsOtherFunction(IOperation operation) =>
        operation is IAnonymousFunctionOperation or ILocalFunctionOperation or IFlowAnonymousFunctionOperation or INameOfOperation;

    private TState Transfer(BasicBlock block, TState state)
    {
        foreach (var operation in block.Operations)
            state = ExecuteStatement(operation, state);
        return block.BranchValue is { } value ? ExecuteStatement(value, state) : state;
    }

    /// <summary>A variable that is given one value only, and that is a place, stands for that place.</summary>
    private void FindAliases()
    {
        var assigned = new Dictionary<object, IOperation?>();
        foreach (var operation in graph.Blocks.SelectMany(block => block.Operations).SelectMany(operation => operation.DescendantsAndSelf()))
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

    /// <summary>Goes once more through blocks whose states are final, and reports.</summary>
    private List<(int Target, TState State)> Tell(IEnumerable<BasicBlock> blocks, Dictionary<int, TState> states)
    {
        IsReporting = true;
        return [.. blocks.Where(block => states.ContainsKey(block.Ordinal)).SelectMany(block => Leave(block, Transfer(block, states[block.Ordinal])))];
    }

    private Dictionary<int, TState> Solve(IEnumerable<BasicBlock> blocks, int first, TState start)
    {
        var inside = blocks.ToDictionary(block => block.Ordinal);
        var states = new Dictionary<int, TState> { [first] = start };
        var waiting = new Queue<int>([first]);
        for (var round = 0; waiting.Count > 0 && round < MostRounds; round++)
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

        if (block.FallThroughSuccessor is { Destination: { } next, Semantics: not (ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow) })
            yield return (next.Ordinal, Through(block.FallThroughSuccessor, state));
    }

    /// <summary>A branch out of a <c>try</c> goes through its <c>finally</c>.</summary>
    private TState Through(ControlFlowBranch branch, TState state)
    {
        var isTelling = IsReporting;
        foreach (var region in branch.FinallyRegions)
        {
            IsReporting = false;
            var blocks = graph.Blocks.Where(block => block.Ordinal >= region.FirstBlockOrdinal && block.Ordinal <= region.LastBlockOrdinal).ToList();
            var states = Solve(blocks, region.FirstBlockOrdinal, state);
            var ends = blocks
                .Where(block => states.ContainsKey(block.Ordinal) && block.FallThroughSuccessor is { Semantics: ControlFlowBranchSemantics.StructuredExceptionHandling })
                .Select(block => AfterCondition(block, Transfer(block, states[block.Ordinal])));
            state = ends.Aggregate((TState?)null, (joined, end) => joined is null ? end : joined.Join(end)) ?? state;
            if (isTelling)
                Tell(blocks, states);
        }

        return state;
    }

    private TState AfterCondition(BasicBlock block, TState state) =>
        block is { ConditionalSuccessor: not null, BranchValue: { } condition }
            ? Assume(state, condition, block.ConditionKind != ControlFlowConditionKind.WhenTrue)
            : state;
}
