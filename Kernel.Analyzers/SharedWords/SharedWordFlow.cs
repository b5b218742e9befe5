// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Flow;
using Kernel.Analyzers.Locks;
using Kernel.Analyzers.Publication;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.SharedWords;

/// <summary>
/// Tracks through one body which tests of shared words led to each point, and reports reads that are plain or that a decision depends on
/// although it was made by an earlier read. A write or an atomic update of the word by the body itself, and any lock that it takes, begin a
/// new decision; so does another test.
/// </summary>
internal sealed class SharedWordFlow : ForwardFlow<SharedWordState>
{
    private readonly IMethodSymbol _function;
    private readonly IReadOnlyCollection<IOperation> _guarded;
    private readonly SharedWordContext _context;
    private readonly Dictionary<IOperation, WordRead> _reads = [];
    private readonly HashSet<IOperation> _conditions = [];

    // Pointers and references to shared words, by symbol or capture id.
    private readonly Dictionary<object, SharedWord> _addresses = [];

    // Captures that take one value or another, as the result of ?: does.
    private readonly HashSet<object> _merged = [];

    // Variables from which a shared word is updated atomically: a stale value makes the update fail.
    private readonly HashSet<object> _comparands = [];

    private SharedWordFlow(
        ControlFlowGraph graph, IMethodSymbol function, IReadOnlyCollection<IOperation> guarded, SharedWordContext context,
        Action<Diagnostic> report)
        : base(graph, report)
    {
        _function = function;
        _guarded = guarded;
        _context = context;
    }

    /// <param name="graph">The body.</param>
    /// <param name="function">Whose body it is.</param>
    /// <param name="guarded">The references to guarded members at which their lock is held.</param>
    /// <param name="context">What the bodies share.</param>
    /// <param name="report">Receives the reports.</param>
    public static void Judge(
        ControlFlowGraph graph, IMethodSymbol function, IReadOnlyCollection<IOperation> guarded, SharedWordContext context,
        Action<Diagnostic> report) =>
        new SharedWordFlow(graph, function, guarded, context, report).Run(SharedWordState.Empty);

    protected override void Prepare(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            if (block is { ConditionalSuccessor: not null, BranchValue: { } condition })
                _conditions.Add(condition);
        }

        var operations = graph.Blocks
            .SelectMany(block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            .SelectMany(operation => operation.DescendantsAndSelf())
            .ToList();
        var targets = new HashSet<object>(operations
            .Select(operation => operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation step => step.Target,
                IArgumentOperation { Parameter.RefKind: not RefKind.None } argument => argument.Value,
                _ => null,
            })
            .OfType<IFlowCaptureReferenceOperation>()
            .Select(capture => (object)capture.Id));
        _merged.UnionWith(operations.OfType<IFlowCaptureOperation>()
            .GroupBy(capture => (object)capture.Id)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key));
        foreach (var operation in operations)
        {
            switch (operation)
            {
                case IFlowCaptureOperation capture when targets.Contains(capture.Id) && WordAt(capture.Value) is { } word:
                    _addresses[capture.Id] = word;
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment
                    when Aliases.ContainsKey(local) &&
                        (assignment.IsRef ? WordAt(assignment.Value) : AddressedBy(assignment.Value)) is { } word:
                    _addresses[local] = word;
                    break;
            }
        }

        foreach (var call in operations.OfType<IInvocationOperation>())
        {
            if (call.Arguments.Any(argument => WordIn(argument) is not null && AccessesOf(call, argument).Any(access => access.Writes)))
                _comparands.UnionWith(call.Arguments.SelectMany(argument => VariablesIn(argument.Value)));
        }
    }

    protected override SharedWordState Execute(IOperation operation, SharedWordState state)
    {
        if (IsOtherFunction(operation))
            return state;

        foreach (var child in operation.ChildOperations)
            state = Execute(child, state);
        state = operation switch
        {
            IInvocationOperation call => Call(call, state),
            IPropertyReferenceOperation property => Property(property, state),
            ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation target } assignment
                when !_addresses.ContainsKey(target.Local) =>
                Store(target.Local, assignment.Value, Aliases.ContainsKey(target.Local) ? state : state.Forget(target.Local.Name)),
            IAssignmentOperation { Target: var target } => state.Forget(PathOf(target)),
            IIncrementOrDecrementOperation { Target: var target } => state.Forget(PathOf(target)),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument
                when argument.Value is ILocalReferenceOperation or IParameterReferenceOperation && WordAt(argument.Value) is null =>
                state.Forget(PathOf(argument.Value)),
            IFlowCaptureOperation capture when !_addresses.ContainsKey(capture.Id) => Store(capture.Id, capture.Value, state),
            ILocalReferenceOperation or IFlowCaptureReferenceOperation => Use(operation, state),
            _ => state,
        };
        return WordAt(operation) is { } word ? Access(word, operation, state) : state;
    }

    protected override SharedWordState Assume(SharedWordState state, IOperation condition, bool value)
    {
        foreach (var variable in VariablesIn(condition))
            state = state.Verify(variable);
        foreach (var (read, at) in ReadsIn(condition, state))
        {
            if (read.Word.Path is { } path)
                state = state.Decide(path, Settles(condition, value, at, read) ? null : new WordTest(read, condition.Syntax, value));
        }

        return state;
    }

    /// <summary>A use of a variable. What it holds may have been read after the decision was made.</summary>
    private SharedWordState Use(IOperation reference, SharedWordState state)
    {
        if (VariableAt(reference) is { } variable && state.IsUntested(variable) && state.CopyIn(variable) is { } read &&
            UseOf(reference) == WordUse.Value && state.TestBefore(read) is { } test)
        {
            ReportAgain(read, test);
        }

        return state;
    }

    private SharedWordState Store(object variable, IOperation value, SharedWordState state)
    {
        var reads = ReadsIn(value, state).Select(found => found.Read).Distinct().ToList();
        var read = reads.Count == 1 && reads[0].Word.Path is not null ? reads[0] : null;
        var isUntested = read is { IsPlain: false } && state.TestBefore(read) is not null && !_comparands.Contains(variable);
        return state.Store(variable, read, isUntested);
    }

    private SharedWordState Call(IInvocationOperation call, SharedWordState state)
    {
        if (_context.Locks.Of(call.TargetMethod).Any(effect => effect.Kind is
            LockEffectKind.Acquires or LockEffectKind.Tries or LockEffectKind.AcquiresWithFlag or LockEffectKind.AcquiresScope))
        {
            state = SharedWordState.Empty;
        }

        foreach (var argument in call.Arguments)
        {
            if (WordIn(argument) is not { } word)
                continue;
            var accesses = AccessesOf(call, argument).ToList();
            if (accesses.Count == 0 || accesses.Any(access => access.Writes) || _guarded.Contains(word.Reference))
                state = state.Forget(word.Path);
            else if (accesses.Any(access => access.IsResult))
                Read(word, call, isPlain: false, state);
        }

        return CallWith(call.TargetMethod, call.Instance, call.Arguments, call, state);
    }

    private SharedWordState Property(IPropertyReferenceOperation property, SharedWordState state)
    {
        if (_context.Members.Contain(property.Property))
            return state;
        if (property.Parent is IAssignmentOperation assignment && assignment.Target == property)
        {
            return property.Property.SetMethod is { } setter
                ? CallWith(setter, property.Instance, property.Arguments, null, state)
                : state;
        }

        return property.Property.GetMethod is { } getter
            ? CallWith(getter, property.Instance, property.Arguments, property, state)
            : state;
    }

    /// <summary>What a callee does to shared words of an object that it is given. One that only returns a word is a read of it.</summary>
    private SharedWordState CallWith(
        IMethodSymbol target, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IOperation? result, SharedWordState state)
    {
        var accesses = _context.Barriers.Of(target).Accesses;
        foreach (var access in accesses)
        {
            if (access.Member is not { } member || !_context.Members.Contain(member) ||
                Barriers.Translate(access.Path, receiver, arguments, Aliases) is not { } path)
            {
                continue;
            }

            if (access.Writes)
                state = state.Forget(path);
            else if (access.IsResult && result is not null && accesses.Length == 1)
                Read(new SharedWord(member, path, (member as IFieldSymbol)?.Type, result), result, isPlain: false, state);
        }

        return state;
    }

    /// <summary>A reference to a shared word, which is a read unless it is a target or only its address is taken.</summary>
    private SharedWordState Access(SharedWord word, IOperation reference, SharedWordState state)
    {
        if (IsPart(reference) || IsAddressOrTarget(reference))
            return state;
        if (_guarded.Contains(word.Reference))
            return state.Forget(word.Path);

        var isOrdered = word.Member is IFieldSymbol { IsVolatile: true } ||
            (reference is IPropertyReferenceOperation { Property.GetMethod: { } getter } &&
                _context.Barriers.Of(getter).Accesses.Any(access => access.IsResult && access.Reads));

        // By its definition ?. reads once, and it acts on the very reference that it has read.
        var isAtOnce = word.Type is { IsReferenceType: true } &&
            reference.Syntax.Parent is ConditionalAccessExpressionSyntax { Expression: var expression } && expression == reference.Syntax;
        Read(word, reference, isPlain: !isOrdered && !isAtOnce, state);
        return state;
    }

    private void Read(SharedWord word, IOperation operation, bool isPlain, SharedWordState state)
    {
        if (!_reads.TryGetValue(operation, out var read))
            _reads[operation] = read = new WordRead(word, operation.Syntax, isPlain);
        if (state.TestBefore(read) is { } test && UseOf(operation) is var use &&
            (use == WordUse.Value || (use == WordUse.Test && DecisionOf(read.Syntax) == DecisionOf(test.Condition))))
        {
            ReportAgain(read, test);
        }
        else if (isPlain)
        {
            Report(
                SharedWordDescriptors.ReadPlainly, read.Syntax.GetLocation(), Members.Quoted(word.Member), WordSizes.MayTear(word.Type)
                    ? "it is wider than a pointer, so the read may see half of a write"
                    : "the compiler may reuse the value of an earlier read");
        }
    }

    private void ReportAgain(WordRead read, WordTest test) => Report(
        SharedWordDescriptors.ReadAgain, read.Syntax.GetLocation(), [test.Read.Syntax.GetLocation()], [Members.Quoted(read.Word.Member)]);

    /// <summary>The shared word that the operation refers to, as a whole or in part; null if it refers to none.</summary>
    private SharedWord? WordAt(IOperation operation)
    {
        switch (operation)
        {
            case IFieldReferenceOperation field when _context.Members.Contain(field.Field):
                return new SharedWord(field.Field, PathOf(field), field.Type, field);
            case IPropertyReferenceOperation property when _context.Members.Contain(property.Property):
                return new SharedWord(property.Property, PathOf(property), property.Type, property);
            case ILocalReferenceOperation { Local: { RefKind: not RefKind.None } reference }:
                return _addresses.TryGetValue(reference, out var referred) ? referred : null;
            case IFlowCaptureReferenceOperation capture:
                return _addresses.TryGetValue(capture.Id, out var captured) ? captured : null;
            case IMemberReferenceOperation { Instance: { Type.IsValueType: true } whole } and
                (IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: false }):
                return WordAt(whole)?.Part(PathOf(operation), operation.Type);
            case IInlineArrayAccessOperation element:
                return WordAt(element.Instance)?.Part(PathOf(operation), operation.Type);

            // A dereference or element access of a pointer has OperationKind.None.
            case { Kind: OperationKind.None } when operation.ChildOperations.FirstOrDefault() is { } pointer:
                return pointer is IFieldReferenceOperation { Field.IsFixedSizeBuffer: true } buffer
                    ? WordAt(buffer)?.Part(PathOf(operation), operation.Type)
                    : IsFirstElement(operation) ? AddressedBy(pointer) : null;
            default:
                return null;
        }
    }

    private static bool IsFirstElement(IOperation element) =>
        element.ChildOperations.Count == 1 || element.ChildOperations.Last().ConstantValue is { HasValue: true, Value: 0 };

    /// <summary>The shared word whose address the value is.</summary>
    private SharedWord? AddressedBy(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => AddressedBy(conversion.Operand),
        IParenthesizedOperation parenthesized => AddressedBy(parenthesized.Operand),
        IAddressOfOperation address => WordAt(address.Reference),
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => _addresses.TryGetValue(local, out var word) ? word : null,
        _ => null,
    };

    /// <summary>The shared word whose address or reference is the argument.</summary>
    private SharedWord? WordIn(IArgumentOperation argument) =>
        argument.Parameter is not { RefKind: not RefKind.None } ? AddressedBy(argument.Value) : WordAt(argument.Value) ?? (
            argument.Value is { Kind: OperationKind.None } indirection && indirection.ChildOperations.FirstOrDefault() is { } pointer
                ? AddressedBy(pointer)
                : null);

    private IEnumerable<WordAccess> AccessesOf(IInvocationOperation call, IArgumentOperation argument) =>
        _context.Barriers.Of(call.TargetMethod).To(argument.Parameter?.OriginalDefinition);

    /// <summary>Whether the reference is the beginning of one to a part, which is looked at instead.</summary>
    private static bool IsPart(IOperation reference) =>
        reference.Parent is { ChildOperations: { Count: > 0 } operands } parent && operands.First() == reference && parent switch
        {
            IMemberReferenceOperation or IInvocationOperation => reference.Type is
                { IsValueType: true, SpecialType: SpecialType.None, OriginalDefinition.SpecialType: SpecialType.None },
            IInlineArrayAccessOperation => true,
            { Kind: OperationKind.None } => reference is IFieldReferenceOperation { Field.IsFixedSizeBuffer: true },
            _ => false,
        };

    /// <summary>Whether the word is only written there, or only its address is taken.</summary>
    private bool IsAddressOrTarget(IOperation reference) => reference.Parent switch
    {
        IAddressOfOperation or IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        ISimpleAssignmentOperation assignment => assignment.Target == reference || assignment.IsRef,
        IFlowCaptureOperation capture => _addresses.ContainsKey(capture.Id),
        ITupleOperation tuple => IsDeconstructed(tuple),
        null => _function.ReturnsByRef || _function.ReturnsByRefReadonly,
        _ => false,
    };

    private static bool IsDeconstructed(IOperation tuple) => tuple.Parent switch
    {
        IDeconstructionAssignmentOperation assignment => assignment.Target == tuple,
        ITupleOperation outer => IsDeconstructed(outer),
        _ => false,
    };

    private string? PathOf(IOperation operation) =>
        operation is IPropertyReferenceOperation { Arguments: { IsEmpty: false } arguments, Instance: { } indexed }
            ? PathOf(indexed) is { } path ? $"{path}[{string.Join(", ", arguments.Select(argument => argument.Syntax))}]" : null
            : ObjectPath.Of(operation, Aliases);

    /// <summary>What becomes of a value.</summary>
    private WordUse UseOf(IOperation value)
    {
        var parent = value.Parent;
        for (; parent is not null && ValueFlow.Passes(parent); parent = parent.Parent)
            value = parent;
        return parent switch
        {
            null => _conditions.Contains(value) ? WordUse.Test : WordUse.Value,
            IAssignmentOperation { Target: ILocalReferenceOperation or IDiscardOperation } => WordUse.Stored,
            IIncrementOrDecrementOperation { Target: ILocalReferenceOperation } => WordUse.Stored,
            IFlowCaptureOperation capture => _merged.Contains(capture.Id) ? WordUse.Value : WordUse.Stored,
            IExpressionStatementOperation => WordUse.Stored,
            IArgumentOperation argument when argument.Parent is IInvocationOperation call && call.Arguments.Any(other =>
                WordIn(other) is not null && AccessesOf(call, other).Any(access => access.Writes)) => WordUse.Stored,
            _ => WordUse.Value,
        };
    }

    /// <summary>The reads whose values the operation computes its own from, and where the value of each appears in it.</summary>
    private IEnumerable<(WordRead Read, IOperation At)> ReadsIn(IOperation operation, SharedWordState state)
    {
        if (_reads.TryGetValue(operation, out var read))
            return [(read, operation)];
        if (VariableAt(operation) is { } variable)
            return state.CopyIn(variable) is { } copy ? [(copy, operation)] : [];
        return operation is ISimpleAssignmentOperation assignment ? ReadsIn(assignment.Value, state)
            : ValueFlow.Passes(operation) ? ValueFlow.Operands(operation).SelectMany(operand => ReadsIn(operand, state))
            : [];
    }

    private static IEnumerable<object> VariablesIn(IOperation operation) =>
        VariableAt(operation) is { } variable ? [variable]
        : operation is ISimpleAssignmentOperation || ValueFlow.Passes(operation) ? ValueFlow.Operands(operation).SelectMany(VariablesIn)
        : [];

    private static object? VariableAt(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IFlowCaptureReferenceOperation capture => capture.Id,
        _ => null,
    };

    /// <summary>
    /// Whether the outcome of the condition says that the value is null, 0 or a certain <c>bool</c>. Who reads such a word again can only
    /// want to see whether it has changed.
    /// </summary>
    private static bool Settles(IOperation condition, bool outcome, IOperation value, WordRead read) => condition switch
    {
        _ when condition == value => read.Word.Type is { SpecialType: SpecialType.System_Boolean },
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Settles(not.Operand, !outcome, value, read),
        IParenthesizedOperation parenthesized => Settles(parenthesized.Operand, outcome, value, read),
        IIsNullOperation isNull => outcome && IsItself(isNull.Operand, value),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
            (comparison.OperatorKind == BinaryOperatorKind.Equals) == outcome &&
            (IsNothing(comparison.RightOperand) ? IsItself(comparison.LeftOperand, value)
                : IsNothing(comparison.LeftOperand) && IsItself(comparison.RightOperand, value)),
        IIsPatternOperation match => IsItself(match.Value, value) && match.Pattern switch
        {
            IConstantPatternOperation pattern => outcome && IsNothing(pattern.Value),
            INegatedPatternOperation { Pattern: IConstantPatternOperation pattern } => !outcome && IsNothing(pattern.Value),
            INegatedPatternOperation { Pattern: IRecursivePatternOperation } => outcome,
            _ => !outcome && match.Pattern is IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructSymbol: null },
        },
        IInvocationOperation or IArgumentOperation or IConversionOperation when ValueFlow.Passes(condition) =>
            ValueFlow.Operands(condition).Any(operand => Settles(operand, outcome, value, read)),
        _ => false,
    };

    private static bool IsItself(IOperation operand, IOperation value) =>
        operand == value ||
        (operand is IConversionOperation or IParenthesizedOperation && IsItself(operand.ChildOperations.First(), value));

    private static bool IsNothing(IOperation operand) => operand switch
    {
        IConversionOperation { ConstantValue.HasValue: false } conversion => IsNothing(conversion.Operand),
        IDefaultValueOperation => true,
        _ => operand.ConstantValue is { HasValue: true, Value: null or false or 0 or 0u or 0L or 0ul or (byte)0 or (short)0 or (ushort)0 },
    };

    /// <summary>The statement that decides: a chain of <c>else if</c> is one decision.</summary>
    private static SyntaxNode DecisionOf(SyntaxNode condition)
    {
        SyntaxNode decision = condition.FirstAncestorOrSelf<StatementSyntax>() ?? condition;
        while (decision is IfStatementSyntax { Parent: ElseClauseSyntax { Parent: IfStatementSyntax outer } })
            decision = outer;
        return decision is StatementSyntax ? decision : condition.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>() ?? condition;
    }
}
