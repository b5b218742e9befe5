// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Flow;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Locks;

/// <summary>
/// Follows the locks through one body. That a call might throw is no reason to call a lock leaked.
/// </summary>
internal sealed class LockFlow : ForwardFlow<LockState>
{
    private readonly IMethodSymbol _function;
    private readonly LockFlowContext _rules;
    private readonly Dictionary<object, HeldLock> _scopes = [];
    private readonly Dictionary<SyntaxNode, string> _statements = [];
    private readonly ImmutableArray<LockEffect> _contract;
    private readonly LockState _start;

    private LockFlow(ControlFlowGraph graph, IMethodSymbol function, LockFlowContext rules)
        : base(graph, rules.Report)
    {
        _function = function;
        _rules = rules;
        _contract = rules.Contracts.Of(function).AddRange(Guards(function));
        _start = _contract
            .Where(effect => effect.Kind is LockEffectKind.Releases or LockEffectKind.Needs)
            .Aggregate(LockState.Empty, (state, effect) => PathHere(effect.Name) is { } path ? state.Acquire(new HeldLock(path, null, effect.Spins)) : state);
    }

    public static void Judge(ControlFlowGraph graph, IMethodSymbol function, LockFlowContext rules)
    {
        var flow = new LockFlow(graph, function, rules);
        if (flow.Run(flow._start) is { } end)
            flow.JudgeEnd(end);
        foreach (var held in flow.Returns.SelectMany(state => state.Held.Values).Where(held => held.IsInWord && held.IsCertain && !flow.Keeps(held.Path)).Distinct())
            flow.Report(LockDescriptors.Leaked, held.Location!, held.Path, " on some path");
    }

    /// <summary>The accessors of a guarded property are called with its lock.</summary>
    private static IEnumerable<LockEffect> Guards(IMethodSymbol function) => function.AssociatedSymbol is not { } property ? []
        : KernelAttributes.On(property, LockAttributes.GuardedBy).SelectMany(KernelAttributes.NamesIn).Select(name => new LockEffect(LockEffectKind.Needs, name));

    private string? PathHere(string name) => ObjectPath.Translate(name, _function.IsStatic ? null : "this", parameter =>
        _function.Parameters.FirstOrDefault(candidate => candidate.Name == parameter) is { } found ? (true, found.Name) : (false, null))
        ?? (ObjectPath.RootOf(name) is not null && _function.IsStatic ? _function.ContainingType.Name + "." + name : null);

    protected override LockState Assume(LockState state, IOperation condition, bool value)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Assume(state, not.Operand, !value);
            case IParenthesizedOperation parenthesized:
                return Assume(state, parenthesized.Operand, value);
            case IConversionOperation { OperatorMethod: null } conversion:
                return Assume(state, conversion.Operand, value);
            case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true } constant } equals:
                return Assume(state, equals.LeftOperand, IsZero(constant.Value) != value);
            case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true } constant } differs:
                return Assume(state, differs.LeftOperand, IsZero(constant.Value) == value);
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true } constant } } matches:
                return Assume(state, matches.Value, IsZero(constant.Value) != value);
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true } constant } } } matches:
                return Assume(state, matches.Value, IsZero(constant.Value) == value);
            case IInvocationOperation invocation:
                return Attempts(invocation).Aggregate(state, (known, attempt) => Settle(known, attempt.Lock, attempt.WhenTrue == value));
            case ILocalReferenceOperation local when state.Flags.TryGetValue(local.Local, out var flag):
                return Settle(state, flag.Lock, flag.WhenTrue == value);
            case IFlowCaptureReferenceOperation capture when state.Flags.TryGetValue(capture.Id, out var flag):
                return Settle(state, flag.Lock, flag.WhenTrue == value);
            default:
                return state;
        }
    }

    private static bool IsZero(object? value) => value is false or null or '\0' || (value is IConvertible number and not (string or char) && Convert.ToDouble(number) == 0);

    private static LockState Settle(LockState state, HeldLock taken, bool isHeld) => isHeld ? state.Acquire(taken) : state.Release(taken.Path);

    private IEnumerable<(HeldLock Lock, bool WhenTrue)> Attempts(IInvocationOperation invocation)
    {
        foreach (var effect in _rules.Contracts.Of(invocation.TargetMethod).Where(effect => effect.Kind == LockEffectKind.Tries))
        {
            if (PathAt(effect.Name, invocation) is { } path)
                yield return (new HeldLock(path, invocation.Syntax.GetLocation(), effect.Spins, isInWord: effect.IsInWord), effect.Result);
        }
    }

    /// <summary>A <c>lock</c> on a <c>Lock</c>, of which the graph has the operand only.</summary>
    protected override void Prepare(ControlFlowGraph graph)
    {
        foreach (var operation in graph.Blocks.SelectMany(block => block.Operations))
        {
            if (operation is IExpressionStatementOperation { Syntax: LockStatementSyntax statement, Operation: IInvalidOperation { ChildOperations.Count: 1 } operand } &&
                ObjectPath.Of(operand.ChildOperations.First(), Aliases) is { } path)
            {
                _statements[statement] = path;
            }
        }
    }

    /// <summary>What stands in a <c>lock</c> on a <c>Lock</c> has it.</summary>
    protected override LockState ExecuteStatement(IOperation operation, LockState state)
    {
        if (_statements.Count == 0)
            return Execute(operation, state);

        var around = operation.Syntax.Ancestors().Where(_statements.ContainsKey).Select(statement => _statements[statement]).ToList();
        state = around.Aggregate(state, (outer, path) =>
            outer.Acquire(outer.Held.TryGetValue(path, out var held) ? held.With(isCertain: true, held.Depth + 1) : new HeldLock(path, null, spins: false)));
        state = Execute(operation, state);
        return around.Aggregate(state, (inner, path) =>
            inner.Held.TryGetValue(path, out var held) && held.Depth > 1 ? inner.Acquire(held.With(held.IsCertain, held.Depth - 1)) : inner.Release(path));
    }

    protected override LockState Execute(IOperation operation, LockState state)
    {
        if (IsOtherFunction(operation))
            return state;

        foreach (var child in operation.ChildOperations)
            state = Execute(child, state);
        switch (operation)
        {
            case IInvocationOperation invocation:
                return Call(invocation.TargetMethod, invocation, state);
            case IPropertyReferenceOperation property:
                JudgeTouch(property.Property, property.Instance, property, state);
                return property.Property.GetMethod is { } getter ? Call(getter, property, state) : state;
            case IFieldReferenceOperation field:
                JudgeTouch(field.Field, field.Instance, field, state);
                return state;
            case IAwaitOperation:
                JudgeSleep(state, operation.Syntax.GetLocation(), "'await'");
                return state;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment:
                return Remember(local.Local, assignment.Value, state.Forget(local.Local.Name));
            case IAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment:
                return state.Forget(ObjectPath.Of(assignment.Target, Aliases)!);
            case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } step:
                return state.Forget(ObjectPath.Of(step.Target, Aliases)!);
            case IFlowCaptureOperation capture:
                return Remember(capture.Id, capture.Value, state);
            default:
                return state;
        }
    }

    /// <summary>A variable may hold the result of an attempt, or what releases a lock when it is disposed.</summary>
    private LockState Remember(object variable, IOperation value, LockState state)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (value is not IInvocationOperation invocation)
        {
            return value is IFlowCaptureReferenceOperation reference && _scopes.TryGetValue(reference.Id, out var known) ? Scope(variable, known, state) : state;
        }

        foreach (var (taken, whenTrue) in Attempts(invocation))
            state = state.Flag(variable, taken, whenTrue);
        foreach (var effect in _rules.Contracts.Of(invocation.TargetMethod).Where(effect => effect.Kind == LockEffectKind.AcquiresScope))
        {
            if (PathAt(effect.Name, invocation) is { } path)
                state = Scope(variable, new HeldLock(path, invocation.Syntax.GetLocation(), effect.Spins), state);
        }

        return state;
    }

    private LockState Scope(object variable, HeldLock taken, LockState state)
    {
        _scopes[variable] = taken;
        return state;
    }

    private LockState Call(IMethodSymbol target, IOperation operation, LockState state)
    {
        var location = operation.Syntax.GetLocation();
        if (operation is IInvocationOperation { TargetMethod.Name: "Dispose", Instance: { } instance } && VariableIn(instance) is { } variable && _scopes.TryGetValue(variable, out var scope))
            return Release(scope.Path, location, state);

        var effects = _rules.Contracts.Of(target);
        if (_rules.MaySleep(target) && !effects.Any(effect => (effect.Spins && effect.Kind != LockEffectKind.Needs) || effect.Kind == LockEffectKind.Releases))
            JudgeSleep(effects.Where(effect => effect.Kind == LockEffectKind.Needs && effect.Spins).Aggregate(state, (others, effect) => PathAt(effect.Name, operation) is { } path ? others.Release(path) : others), location, "'" + Members.NameOf(target) + "'");
        foreach (var effect in effects)
        {
            if (PathAt(effect.Name, operation) is { } path)
                state = Apply(effect, path, target, operation, location, state);
        }

        return state;
    }

    private LockState Apply(LockEffect effect, string path, IMethodSymbol target, IOperation operation, Location location, LockState state)
    {
        switch (effect.Kind)
        {
            case LockEffectKind.Acquires or LockEffectKind.AcquiresScope:
                JudgeOrder(path, operation, effect.Name, location, state);
                return Acquire(effect, path, location, state);
            case LockEffectKind.AcquiresWithFlag:
                JudgeOrder(path, operation, effect.Name, location, state);
                var taken = new HeldLock(path, location, effect.Spins);
                var acquired = Acquire(effect, path, location, state);
                return operation is IInvocationOperation { Arguments.IsEmpty: false } enter && VariableIn(enter.Arguments.Last().Value) is { } variable
                    ? acquired.Flag(variable, taken, whenTrue: true)
                    : acquired;
            case LockEffectKind.Releases:
                return Release(path, location, state);
            case LockEffectKind.ReleasesIfHeld:
                return state.Release(path);
            case LockEffectKind.Needs when !state.Held.TryGetValue(path, out var held) || !held.IsCertain:
                Report(LockDescriptors.NotHeldForCall, location, "'" + Members.NameOf(target) + "'", path);
                return state;
            default:
                return state;
        }
    }

    private LockState Acquire(LockEffect effect, string path, Location location, LockState state)
    {
        if (!state.Held.TryGetValue(path, out var held))
            return state.Acquire(new HeldLock(path, location, effect.Spins));
        if (effect.Nests)
            return state.Acquire(held.With(held.IsCertain, held.Depth + 1));
        Report(LockDescriptors.TakenTwice, location, path);
        return state.Acquire(held.With(isCertain: true, held.Depth));
    }

    private LockState Release(string path, Location location, LockState state)
    {
        if (!state.Held.TryGetValue(path, out var held))
        {
            Report(LockDescriptors.NotHeld, location, path, "");
            return state;
        }

        if (!held.IsCertain)
            Report(LockDescriptors.NotHeld, location, path, " on every path");
        return held.Depth > 1 ? state.Acquire(held.With(held.IsCertain, held.Depth - 1)) : state.Release(path);
    }

    private void JudgeTouch(ISymbol member, IOperation? instance, IOperation operation, LockState state)
    {
        if (!IsReporting || _function.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor ||
            KernelAttributes.On(member, LockAttributes.GuardedBy).FirstOrDefault() is not { } attribute)
        {
            return;
        }

        foreach (var name in KernelAttributes.NamesIn(attribute))
        {
            var receiver = member.IsStatic ? member.ContainingType.Name : ObjectPath.Of(instance, Aliases);
            if (ObjectPath.Sibling(receiver, name) is { } path && (!state.Held.TryGetValue(path, out var held) || !held.IsCertain))
                Report(LockDescriptors.NotHeldForField, operation.Syntax.GetLocation(), "'" + Members.NameOf(member) + "'", path);
        }
    }

    private void JudgeSleep(LockState state, Location location, string what)
    {
        if (state.Held.Values.FirstOrDefault(held => held.Spins) is { } spinning)
            Report(LockDescriptors.SleepsWithSpinLock, location, what, spinning.Path);
    }

    /// <summary>A lock that is declared to come after others is not held when one of these is taken.</summary>
    private void JudgeOrder(string path, IOperation operation, string name, Location location, LockState state)
    {
        if (!IsReporting || FieldOf(operation, name) is not { } field)
            return;

        var prefix = path.LastIndexOf('.') is > 0 and var dot ? path.Substring(0, dot) : null;
        foreach (var held in state.Held.Values)
        {
            if (LockFlowContext.DeclaredAfter(held.Path, prefix, field))
                Report(LockDescriptors.WrongOrder, location, path, held.Path);
        }
    }

    private static ISymbol? FieldOf(IOperation operation, string name)
    {
        var lockOperand = operation is not IInvocationOperation invocation ? null
            : ObjectPath.RootOf(name) == "this" ? invocation.Instance
            : invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == ObjectPath.RootOf(name))?.Value;
        while (lockOperand is IConversionOperation or IAddressOfOperation)
            lockOperand = lockOperand.ChildOperations.First();
        return lockOperand is IFieldReferenceOperation field ? field.Field : (lockOperand as IPropertyReferenceOperation)?.Property;
    }

    private void JudgeEnd(LockState end)
    {
        var location = _function.Locations.FirstOrDefault();
        foreach (var held in end.Held.Values.Where(held => !held.IsInWord && !Keeps(held.Path) && !(held.Location is null && _rules.IsPrimitive(_function))))
            Report(LockDescriptors.Leaked, held.Location ?? location!, held.Path, held.IsCertain ? "" : " on some path");
        foreach (var effect in _contract.Where(effect => effect.Kind is LockEffectKind.Acquires or LockEffectKind.Needs))
        {
            if (PathHere(effect.Name) is { } path && !_rules.IsPrimitive(_function) && (!end.Held.TryGetValue(path, out var held) || !held.IsCertain))
                Report(LockDescriptors.NotAcquired, location!, path, effect.Kind == LockEffectKind.Needs ? "MustHold" : "Acquires");
        }
    }

    private bool Keeps(string path) => _contract.Any(effect =>
        effect.Kind is LockEffectKind.Acquires or LockEffectKind.Tries or LockEffectKind.Needs && PathHere(effect.Name) == path);

    private string? PathAt(string name, IOperation operation) => Whole(PathIn(name, operation));

    /// <summary>A function that declares to take a lock may be what makes it of a lock inside; the two are one then.</summary>
    private string? Whole(string? path) => path is null ? null : _contract
        .Select(effect => PathHere(effect.Name))
        .FirstOrDefault(whole => whole is not null && path.StartsWith(whole + ".", StringComparison.Ordinal)) ?? path;

    private string? PathIn(string name, IOperation operation)
    {
        var (receiver, arguments) = operation switch
        {
            IInvocationOperation invocation => (invocation.Instance, invocation.Arguments),
            IPropertyReferenceOperation property => (property.Instance, property.Arguments),
            _ => (null, []),
        };
        return ObjectPath.Translate(name, IsOwnLocal(name, operation) ? "this" : ObjectPath.Of(receiver, Aliases), parameter =>
            arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter) is { } found ? (true, ObjectPath.Of(found.Value, Aliases)) : (false, null))
            ?? StaticPath(name, operation);
    }

    /// <summary>A local function speaks of the object around it.</summary>
    private static bool IsOwnLocal(string name, IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction, IsStatic: false } local } &&
        local.ContainingType.GetMembers(ObjectPath.RootOf(name) ?? "").Any(member => !member.IsStatic);

    /// <summary>A static member speaks of the static fields of its own type.</summary>
    private static string? StaticPath(string name, IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { IsStatic: true } target } && ObjectPath.RootOf(name) is { } root &&
        target.Parameters.All(parameter => parameter.Name != root) && target.ContainingType.GetMembers(root).Any(member => member.IsStatic)
            ? target.ContainingType.Name + "." + name
            : null;

    private static object? VariableIn(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IFlowCaptureReferenceOperation capture => capture.Id,
        IConversionOperation conversion => VariableIn(conversion.Operand),
        IDeclarationExpressionOperation declaration => VariableIn(declaration.Expression),
        _ => null,
    };
}
