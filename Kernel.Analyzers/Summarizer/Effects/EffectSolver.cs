// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Il;
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Effects;

/// <summary>Works out what every method does itself and through everything that it calls.</summary>
internal sealed class EffectSolver
{
    /// <summary>A condition on types nested more deeply than this makes a method unknown, and its summary says so.</summary>
    private const int MaxTypeDepth = 5;

    private const SummaryFlags Inherited =
        SummaryFlags.Blocks | SummaryFlags.Spins | SummaryFlags.Allocates | SummaryFlags.FirstUse | SummaryFlags.Unknown;

    private readonly AssemblySet _assemblies;
    private readonly MethodNode[] _methods;
    private readonly EffectTable _table = new();
    private readonly Dictionary<MethodNode, HashSet<MethodNode>> _callers = [];
    private readonly Dictionary<string, MethodNode> _byId = [];
    private readonly Queue<MethodNode> _waiting = new();
    private readonly HashSet<MethodNode> _isWaiting = [];

    private EffectSolver(AssemblySet assemblies)
    {
        _assemblies = assemblies;
        _methods = [.. assemblies.Methods];
        foreach (MethodNode method in _methods)
            _byId.TryAdd(method.Id, method);
    }

    /// <summary>Works out the effects of all methods of the assemblies.</summary>
    internal static EffectTable Solve(AssemblySet assemblies)
    {
        var solver = new EffectSolver(assemblies);
        solver.FindWhatNeverReturns();
        foreach (MethodNode method in solver._methods)
            BodyEffects.Read(method, assemblies, solver._table);
        solver.Propagate();
        return solver._table;
    }

    /// <summary>
    /// Marks the methods that never return. A method is only ever marked, never unmarked, so the rounds end: each but the last marks one.
    /// </summary>
    private void FindWhatNeverReturns()
    {
        bool isNew;
        do
        {
            isNew = false;
            foreach (MethodNode method in _methods)
            {
                // The body of an intrinsic is not what runs, and a call of an overridable method may run another body.
                if (method.NeverReturns || method.IsIntrinsic || method.IsOpen || MethodBody.Of(method, _assemblies) is not { } body)
                    continue;
                body.LiveInstructions(out bool returns);
                isNew |= method.NeverReturns = !returns;
            }
        }
        while (isNew);
    }

    /// <summary>
    /// Passes effects from callees to callers until nothing changes. Effects only grow, and the number of conditions and the depth of
    /// types are limited, so it ends.
    /// </summary>
    private void Propagate()
    {
        foreach (MethodNode method in _methods)
            Enqueue(method);
        foreach (MethodNode method in _methods)
            Register(method);
        while (_waiting.TryDequeue(out MethodNode? method))
        {
            _isWaiting.Remove(method);
            if (!Update(method))
                continue;
            Register(method);
            if (_callers.TryGetValue(method, out HashSet<MethodNode>? callers))
            {
                foreach (MethodNode caller in callers)
                    Enqueue(caller);
            }
        }
    }

    private void Enqueue(MethodNode method)
    {
        if (_isWaiting.Add(method))
            _waiting.Enqueue(method);
    }

    /// <summary>Registers the method with all its callees as a caller.</summary>
    private void Register(MethodNode method)
    {
        MethodEffects effects = _table.Of(method);
        foreach (MethodNode callee in effects.Edges.Select(edge => edge.Target).Concat(effects.Initialized))
        {
            if (!_callers.TryGetValue(callee, out HashSet<MethodNode>? callers))
                _callers.Add(callee, callers = []);
            callers.Add(method);
        }
    }

    /// <summary>Takes over the effects of the callees; returns whether anything has changed.</summary>
    private bool Update(MethodNode method)
    {
        MethodEffects effects = _table.Of(method);
        bool isNew = false;
        for (int i = 0; i < effects.Edges.Count; i++)
        {
            CallEdge edge = effects.Edges[i];
            MethodEffects callee = _table.Of(edge.Target);
            isNew |= TakeFlags(effects, callee);
            foreach (EffectCondition condition in callee.Conditions.ToArray())
                isNew |= Discharge(effects, condition, edge);
            foreach (int parameter in callee.Invoked.ToArray())
                isNew |= TakeInvoked(effects, parameter, edge);
        }

        if (effects.Initialized.Any(constructor => (_table.Of(constructor).Flags & Inherited) != 0))
            isNew |= effects.Add(SummaryFlags.FirstUse);
        return isNew;
    }

    private static bool TakeFlags(MethodEffects effects, MethodEffects callee)
    {
        SummaryFlags flags = callee.Flags & Inherited;
        bool isNew = false;
        if ((flags & SummaryFlags.Blocks) != 0)
            isNew |= effects.Block(callee.BlockingRoot!);
        if ((flags & SummaryFlags.Spins) != 0)
            isNew |= effects.Spin(callee.SpinningRoot!);
        if ((flags & SummaryFlags.Unknown) != 0)
            isNew |= effects.Doubt(callee.UnknownRoot!);
        return effects.Add(flags) | isNew;
    }

    /// <summary>Takes over that the callee invokes a delegate parameter: a parameter of the caller, or an unknown delegate.</summary>
    private static bool TakeInvoked(MethodEffects effects, int parameter, CallEdge edge) =>
        parameter < edge.Arguments.Count && edge.Arguments[parameter] >= 0
            ? effects.Invoked.Add(edge.Arguments[parameter])
            : effects.Doubt(MethodEffects.Delegate);

    /// <summary>Applies a condition of the callee to the type arguments of the call.</summary>
    private bool Discharge(MethodEffects effects, EffectCondition condition, CallEdge edge)
    {
        IReadOnlyList<TypeUse> arguments = condition.IsMethodVariable ? edge.MethodArguments : edge.TypeArguments;
        if (condition.Variable >= arguments.Count)
            return effects.Doubt(condition.Member?[2..] ?? "a box");

        TypeUse type = arguments[condition.Variable];
        if (condition.Member is null)
        {
            if (type.IsVariable)
            {
                bool isMethodVariable = type.Kind == TypeUseKind.MethodVariable;
                return effects.Require(condition with { IsMethodVariable = isMethodVariable, Variable = type.Variable });
            }

            return type.Kind == TypeUseKind.Named && type.Definition is not { IsValueType: false } && effects.Add(SummaryFlags.Allocates);
        }

        TypeUse[] own = [.. condition.Arguments.Select(argument => argument.Substitute(edge.TypeArguments, edge.MethodArguments))];
        bool isTooDeep = type.Depth > MaxTypeDepth || own.Any(argument => argument.Depth > MaxTypeDepth);
        if (isTooDeep || !_byId.TryGetValue(condition.Member, out MethodNode? member))
            return effects.Doubt(condition.Member[2..]);
        return TypeDependentCalls.Add(effects, type, member, own);
    }
}
