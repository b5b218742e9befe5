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

/// <summary>Tracks the locks that are held through one body. A lock does not count as leaked because a call might throw.</summary>
internal sealed class LockFlow : ForwardFlow<LockState>
{
    private readonly IMethodSymbol _function;
    private readonly LockFlowContext _context;
    private readonly Dictionary<object, HeldLock> _scopes = [];
    private readonly Dictionary<SyntaxNode, string> _statements = [];
    private readonly ImmutableArray<LockEffect> _contract;
    private readonly LockState _start;

    private LockFlow(ControlFlowGraph graph, IMethodSymbol function, LockFlowContext context)
        : base(graph, context.Report)
    {
        _function = function;
        _context = context;
        _contract = context.Contracts.Of(function).AddRange(Guards(function));
        _start = _contract
            .Where(effect => effect.Kind is LockEffectKind.Releases or LockEffectKind.Needs)
            .Aggregate(LockState.Empty, (state, effect) =>
                PathHere(effect.Name) is { } path ? state.Acquire(new HeldLock(path, null, effect.Spins)) : state);
    }

    public static void Judge(ControlFlowGraph graph, IMethodSymbol function, LockFlowContext context)
    {
        var flow = new LockFlow(graph, function, context);
        if (flow.Run(flow._start) is { } end)
            flow.JudgeEnd(end);
        var leaked = flow.Returns
            .SelectMany(state => state.Held.Values)
            .Where(held => held.IsInWord && held.IsCertain && !flow.Keeps(held.Path))
            .Distinct();
        foreach (var held in leaked)
            flow.Report(LockDescriptors.Leaked, held.Location!, held.Path, " on some path");
    }

    /// <summary>The lock that the accessors of a guarded property need.</summary>
    private static IEnumerable<LockEffect> Guards(IMethodSymbol function) =>
        function.AssociatedSymbol is not { } property
            ? []
            : KernelAttributes.On(property, LockAttributes.GuardedBy)
                .SelectMany(KernelAttributes.NamesIn)
                .Select(name => new LockEffect(LockEffectKind.Needs, name));

    /// <summary>The path in this body of a lock that an attribute of the function itself names.</summary>
    private string? PathHere(string name) =>
        ObjectPath.Translate(name, _function.IsStatic ? null : "this", parameter =>
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
            case IBinaryOperation { OperatorMethod: null, RightOperand.ConstantValue: { HasValue: true } constant } comparison
                when comparison.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals:
                var isEquality = comparison.OperatorKind == BinaryOperatorKind.Equals;
                return Assume(state, comparison.LeftOperand, IsZero(constant.Value) ? isEquality != value : isEquality == value);
            case IIsPatternOperation { Pattern: IConstantPatternOperation pattern } match when pattern.Value.ConstantValue.HasValue:
                return Assume(state, match.Value, IsZero(pattern.Value.ConstantValue.Value) != value);
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation pattern } } match
                when pattern.Value.ConstantValue.HasValue:
                return Assume(state, match.Value, IsZero(pattern.Value.ConstantValue.Value) == value);
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

    private static bool IsZero(object? value) =>
        value is false or null or '\0' || (value is IConvertible number and not (string or char) && Convert.ToDouble(number) == 0);

    private static LockState Settle(LockState state, HeldLock taken, bool isHeld) =>
        isHeld ? state.Acquire(taken) : state.Release(taken.Path);

    /// <summary>The locks that a call tries to take, and whether they are held if its result is true.</summary>
    private IEnumerable<(HeldLock Lock, bool WhenTrue)> Attempts(IInvocationOperation invocation)
    {
        foreach (var effect in _context.Contracts.Of(invocation.TargetMethod).Where(effect => effect.Kind == LockEffectKind.Tries))
        {
            if (PathAt(effect.Name, invocation) is { } path)
                yield return (new HeldLock(path, invocation.Syntax.GetLocation(), effect.Spins, isInWord: effect.IsInWord), effect.Result);
        }
    }

    /// <summary>
    /// Finds each <c>lock</c> statement on a <c>Lock</c>, of which the graph contains only the operand, as an invalid operation.
    /// </summary>
    protected override void Prepare(ControlFlowGraph graph)
    {
        foreach (var operation in graph.Blocks.SelectMany(block => block.Operations))
        {
            if (operation is IExpressionStatementOperation { Syntax: LockStatementSyntax statement } expression &&
                expression.Operation is IInvalidOperation operand &&
                operand.ChildOperations.Count == 1 && ObjectPath.Of(operand.ChildOperations.First(), Aliases) is { } path)
            {
                _statements[statement] = path;
            }
        }
    }

    /// <summary>Executes an operation with the locks of the <c>lock</c> statements around it.</summary>
    protected override LockState ExecuteStatement(IOperation operation, LockState state)
    {
        if (_statements.Count == 0)
            return Execute(operation, state);

        var around = operation.Syntax.Ancestors().Where(_statements.ContainsKey).Select(statement => _statements[statement]).ToList();
        state = around.Aggregate(state, (outer, path) => outer.Acquire(outer.Held.TryGetValue(path, out var held)
            ? held.With(isCertain: true, held.Depth + 1)
            : new HeldLock(path, null, spins: false)));
        state = Execute(operation, state);
        return around.Aggregate(state, (inner, path) => inner.Held.TryGetValue(path, out var held) && held.Depth > 1
            ? inner.Acquire(held.With(held.IsCertain, held.Depth - 1))
            : inner.Release(path));
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

    /// <summary>
    /// Remembers what a variable tells about locks: it may hold the result of an attempt, or a scope whose disposal releases one.
    /// </summary>
    private LockState Remember(object variable, IOperation value, LockState state)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (value is not IInvocationOperation invocation)
        {
            return value is IFlowCaptureReferenceOperation reference && _scopes.TryGetValue(reference.Id, out var known)
                ? Scope(variable, known, state)
                : state;
        }

        foreach (var (taken, whenTrue) in Attempts(invocation))
            state = state.Flag(variable, taken, whenTrue);
        foreach (var effect in _context.Contracts.Of(invocation.TargetMethod).Where(effect => effect.Kind == LockEffectKind.AcquiresScope))
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
        if (operation is IInvocationOperation { TargetMethod.Name: "Dispose", Instance: { } instance } &&
            VariableIn(instance) is { } variable && _scopes.TryGetValue(variable, out var scope))
        {
            return Release(scope.Path, location, state);
        }

        var effects = _context.Contracts.Of(target);
        if (IsReporting && !_context.IsSilent && state.Held.Values.Any(held => held.Spins) && _context.MaySleep(target) &&
            !effects.Any(TakesSpinLockOrReleases))
        {
            JudgeSleep(WithoutLocksGivenUp(effects, operation, state), location, Members.Quoted(target));
        }

        foreach (var effect in effects)
        {
            if (PathAt(effect.Name, operation) is { } path)
                state = Apply(effect, path, target, operation, location, state);
        }

        return state;
    }

    private static bool TakesSpinLockOrReleases(LockEffect effect) =>
        (effect.Spins && effect.Kind != LockEffectKind.Needs) || effect.Kind == LockEffectKind.Releases;

    /// <summary>A callee that needs spin locks may give them up while it sleeps; its own body is checked for that.</summary>
    private LockState WithoutLocksGivenUp(ImmutableArray<LockEffect> effects, IOperation operation, LockState state) => effects
        .Where(effect => effect.Kind == LockEffectKind.Needs && effect.Spins)
        .Aggregate(state, (others, effect) => PathAt(effect.Name, operation) is { } path ? others.Release(path) : others);

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
                return operation is IInvocationOperation { Arguments.IsEmpty: false } enter &&
                    VariableIn(enter.Arguments.Last().Value) is { } variable
                    ? acquired.Flag(variable, taken, whenTrue: true)
                    : acquired;
            case LockEffectKind.Releases:
                return Release(path, location, state);
            case LockEffectKind.ReleasesIfHeld:
                return state.Release(path);
            case LockEffectKind.Needs when !state.Held.TryGetValue(path, out var held) || !held.IsCertain:
                Report(LockDescriptors.NotHeldForCall, location, Members.Quoted(target), path);
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
        var isExempt = _function.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor;
        if (!IsReporting || isExempt || KernelAttributes.On(member, LockAttributes.GuardedBy).FirstOrDefault() is not { } attribute)
            return;

        foreach (var name in KernelAttributes.NamesIn(attribute))
        {
            var receiver = member.IsStatic ? member.ContainingType.Name : ObjectPath.Of(instance, Aliases);
            if (ObjectPath.Sibling(receiver, name) is not { } path)
                continue;
            var isHeld = state.Held.TryGetValue(path, out var held) && held.IsCertain;
            _context.Touched(operation, isHeld);
            if (!isHeld && !(KernelAttributes.On(member, KernelAttributes.SharedWordName).Any() && !MayWrite(operation)))
                Report(LockDescriptors.NotHeldForField, operation.Syntax.GetLocation(), Members.Quoted(member), path);
        }
    }

    /// <summary>Whether the member that the operation refers to, or a part of it, may be written there.</summary>
    private bool MayWrite(IOperation reference)
    {
        var isAddress = false;
        for (var parent = reference.Parent; ; reference = parent, parent = parent.Parent)
        {
            isAddress |= parent is IAddressOfOperation;
            switch (parent)
            {
                case IAddressOfOperation or IConversionOperation or IParenthesizedOperation:
                case IMemberReferenceOperation { Instance: { Type.IsValueType: true } whole } when whole == reference:
                    continue;
                case IAssignmentOperation assignment:
                    return assignment.Target == reference;
                case IIncrementOrDecrementOperation:
                    return true;
                case IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call }:
                    return (isAddress || parameter.RefKind is RefKind.Ref or RefKind.Out) &&
                        (_context.Barriers.Of(call.TargetMethod).To(parameter) is var accesses) &&
                        (!accesses.Any() || accesses.Any(access => access.Writes));
                default:
                    return false;
            }
        }
    }

    private void JudgeSleep(LockState state, Location location, string what)
    {
        if (state.Held.Values.FirstOrDefault(held => held.Spins) is { } spinning)
            Report(LockDescriptors.SleepsWithSpinLock, location, what, spinning.Path);
    }

    /// <summary>Reports a lock that is taken while one declared to come after it is held.</summary>
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
        var leaked = end.Held.Values
            .Where(held => !held.IsInWord && !Keeps(held.Path) && !(held.Location is null && _context.IsPrimitive(_function)));
        foreach (var held in leaked)
            Report(LockDescriptors.Leaked, held.Location ?? location!, held.Path, held.IsCertain ? "" : " on some path");
        foreach (var effect in _contract.Where(effect => effect.Kind is LockEffectKind.Acquires or LockEffectKind.Needs))
        {
            if (PathHere(effect.Name) is { } path && (!end.Held.TryGetValue(path, out var held) || !held.IsCertain) &&
                !_context.IsPrimitive(_function))
            {
                Report(LockDescriptors.NotAcquired, location!, path, effect.Kind == LockEffectKind.Needs ? "MustHold" : "Acquires");
            }
        }
    }

    /// <summary>Whether the function is declared to end with the lock held.</summary>
    private bool Keeps(string path) => _contract.Any(effect =>
        effect.Kind is LockEffectKind.Acquires or LockEffectKind.Tries or LockEffectKind.Needs && PathHere(effect.Name) == path);

    /// <summary>The path in this body of a lock that the callee names; null if it has none.</summary>
    private string? PathAt(string name, IOperation operation) => DeclaredLockOf(PathIn(name, operation));

    /// <summary>
    /// If the function declares to take an object as a lock, a lock inside that object counts as the object: the function implements the
    /// one by the other.
    /// </summary>
    private string? DeclaredLockOf(string? path) =>
        path is null
            ? null
            : _contract
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
        var receiverPath = IsMemberOfThis(name, operation) ? "this" : ObjectPath.Of(receiver, Aliases);
        return ObjectPath.Translate(name, receiverPath, PathOfArgument) ?? StaticPath(name, operation);

        (bool Exists, string? Path) PathOfArgument(string parameter) =>
            arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter) is { } found
                ? (true, ObjectPath.Of(found.Value, Aliases))
                : (false, null);
    }

    /// <summary>Whether the callee is a local function that names a lock of the object around it.</summary>
    private static bool IsMemberOfThis(string name, IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction, IsStatic: false } local } &&
        local.ContainingType.GetMembers(ObjectPath.RootOf(name) ?? "").Any(member => !member.IsStatic);

    /// <summary>The path of a static field that a static callee names; null if it names none.</summary>
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
