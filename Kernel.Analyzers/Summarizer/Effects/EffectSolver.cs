// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Il;
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>Works out what every method does with all that it calls.</summary>
internal sealed class EffectSolver
{
    private const SummaryFlags Inherited = SummaryFlags.Blocks | SummaryFlags.Spins | SummaryFlags.Allocates | SummaryFlags.FirstUse | SummaryFlags.Unknown;
    private const int Rounds = 6;
    private const int DeepestType = 5;

    private readonly AssemblySet _assemblies;
    private readonly MethodNode[] _methods;
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

    /// <summary>Fills in the effects of all methods.</summary>
    internal static void Solve(AssemblySet assemblies)
    {
        var solver = new EffectSolver(assemblies);
        solver.FindWhatNeverReturns();
        foreach (MethodNode method in solver._methods)
            BodyEffects.Read(method, assemblies);
        solver.Propagate();
    }

    private void FindWhatNeverReturns()
    {
        bool isNew = true;
        for (int round = 0; isNew && round < Rounds; round++)
        {
            isNew = false;
            foreach (MethodNode method in _methods)
            {
                // The body of an intrinsic is not what runs, and that of an overridable method may be another one.
                if (method.NeverReturns || method.IsIntrinsic || method.IsOpen || MethodBody.Of(method, _assemblies) is not { } body)
                    continue;
                body.LiveInstructions(out bool returns);
                isNew |= method.NeverReturns = !returns;
            }
        }
    }

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

    private void Register(MethodNode method)
    {
        foreach (MethodNode callee in method.Effects.Edges.Select(edge => edge.Target).Concat(method.Effects.Initialized))
        {
            if (!_callers.TryGetValue(callee, out HashSet<MethodNode>? callers))
                _callers.Add(callee, callers = []);
            callers.Add(method);
        }
    }

    /// <summary>Takes over what the callees do; says whether anything is new.</summary>
    private bool Update(MethodNode method)
    {
        MethodEffects effects = method.Effects;
        bool isNew = false;
        for (int i = 0; i < effects.Edges.Count; i++)
        {
            CallEdge edge = effects.Edges[i];
            MethodEffects callee = edge.Target.Effects;
            isNew |= TakeFlags(effects, callee);
            foreach (EffectCondition condition in callee.Conditions.ToArray())
                isNew |= Discharge(effects, condition, edge);
            foreach (int parameter in callee.Invoked.ToArray())
                isNew |= parameter < edge.Arguments.Count && edge.Arguments[parameter] >= 0 ? effects.Invoked.Add(edge.Arguments[parameter]) : effects.Doubt(MethodEffects.Delegate);
        }

        if (effects.Initialized.Any(constructor => (constructor.Effects.Flags & Inherited) != 0))
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

    private bool Discharge(MethodEffects effects, EffectCondition condition, CallEdge edge)
    {
        IReadOnlyList<TypeUse> arguments = condition.IsMethodVariable ? edge.MethodArguments : edge.TypeArguments;
        if (condition.Variable >= arguments.Count)
            return effects.Doubt(condition.Member?[2..] ?? "a box");

        TypeUse type = arguments[condition.Variable];
        if (condition.Member is null)
        {
            if (type.IsVariable)
                return effects.Require(condition with { IsMethodVariable = type.Kind == TypeUseKind.MethodVariable, Variable = type.Variable });
            return type.Kind == TypeUseKind.Named && type.Definition is not { IsValueType: false } && effects.Add(SummaryFlags.Allocates);
        }

        TypeUse[] own = [.. condition.Arguments.Select(argument => argument.Substitute(edge.TypeArguments, edge.MethodArguments))];
        if (own.Any(argument => argument.Depth > DeepestType) || type.Depth > DeepestType || !_byId.TryGetValue(condition.Member, out MethodNode? member))
            return effects.Doubt(condition.Member[2..]);
        return TypeDependentCalls.Add(effects, type, member, own);
    }
}
