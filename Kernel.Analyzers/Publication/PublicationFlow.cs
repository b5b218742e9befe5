// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Flow;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Publication;

/// <summary>
/// Tracks through one body which flags have been acquired, and whether a barrier follows the last write to a published field.
/// </summary>
internal sealed class PublicationFlow : ForwardFlow<PublicationState>
{
    private readonly PublishedFields _fields;
    private readonly Barriers _barriers;

    private PublicationFlow(ControlFlowGraph graph, PublishedFields fields, Barriers barriers, Action<Diagnostic> report)
        : base(graph, report)
    {
        _fields = fields;
        _barriers = barriers;
    }

    public static void Judge(ControlFlowGraph graph, PublishedFields fields, Barriers barriers, Action<Diagnostic> report) =>
        new PublicationFlow(graph, fields, barriers, report).Run(PublicationState.Empty);

    protected override PublicationState Execute(IOperation operation, PublicationState state)
    {
        if (IsOtherFunction(operation))
            return state;

        var target = operation is ISimpleAssignmentOperation { Target: IFieldReferenceOperation written } ? written : null;
        foreach (var child in operation.ChildOperations)
            state = child == target ? ExecuteAll(child.ChildOperations, state) : Execute(child, state);
        return operation switch
        {
            ISimpleAssignmentOperation assignment when target is not null => Write(target, assignment.Value, state),
            IFieldReferenceOperation field when !IsAddress(field) => Read(field, state),
            IInvocationOperation invocation => Call(invocation.TargetMethod, invocation.Instance, invocation.Arguments, state),
            IPropertyReferenceOperation { Property.GetMethod: { } getter } property =>
                Call(getter, property.Instance, property.Arguments, state),
            _ => state,
        };
    }

    private PublicationState ExecuteAll(IEnumerable<IOperation> operations, PublicationState state) =>
        operations.Aggregate(state, (before, operation) => Execute(operation, before));

    private PublicationState Read(IFieldReferenceOperation reference, PublicationState state)
    {
        if (_fields.FlagOf(reference.Field) is { } flag && FlagPath(reference, flag) is { } path && !state.Knows(path))
        {
            Report(
                PublicationDescriptors.ReadBeforeFlag, reference.Syntax.GetLocation(), Members.Quoted(reference.Field), flag);
        }

        var isVolatileFlag = reference.Field.IsVolatile && _fields.IsFlag(reference.Field);
        return isVolatileFlag && PathOf(reference) is { } own ? state.Acquire(own) : state;
    }

    /// <summary>A write to a published field or to a flag. The thread that writes it may read the published fields afterwards.</summary>
    private PublicationState Write(IFieldReferenceOperation reference, IOperation value, PublicationState state)
    {
        if (_fields.FlagOf(reference.Field) is { } flag)
        {
            state = state.WithRelease(false);
            return FlagPath(reference, flag) is { } path ? state.Acquire(path) : state;
        }

        if (!_fields.IsFlag(reference.Field))
            return state;
        if (!reference.Field.IsVolatile && !state.IsReleased && !IsReset(value))
            Report(PublicationDescriptors.FlagSetPlainly, reference.Syntax.GetLocation(), Members.Quoted(reference.Field));
        return PathOf(reference) is { } own ? state.Acquire(own) : state;
    }

    /// <summary>A call, which may be a barrier or access a flag with acquire or release semantics.</summary>
    private PublicationState Call(
        IMethodSymbol target, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, PublicationState state)
    {
        var ordering = _barriers.Of(target);
        if (ordering.HoldsLater)
            state = state.AcquireAll();
        if (ordering.HoldsEarlier)
            state = state.WithRelease(true);
        return ordering.Accesses
            .Select(access => Barriers.Translate(access.Path, receiver, arguments, Aliases))
            .OfType<string>()
            .Aggregate(state, (known, flag) => known.Acquire(flag));
    }

    private string? PathOf(IFieldReferenceOperation reference) => ObjectPath.Of(reference, Aliases);

    private string? FlagPath(IFieldReferenceOperation reference, string flag) => ObjectPath.Sibling(
        reference.Field.IsStatic ? reference.Field.ContainingType.Name : ObjectPath.Of(reference.Instance, Aliases), flag);

    /// <summary>Whether only the field's address is taken, which is no read.</summary>
    private static bool IsAddress(IFieldReferenceOperation field) =>
        field.Parent is IAddressOfOperation or IArgumentOperation { Parameter.RefKind: not RefKind.None };

    /// <summary>Whether the value clears a flag, which publishes nothing.</summary>
    private static bool IsReset(IOperation value) => value is IDefaultValueOperation ||
        (value.ConstantValue is { HasValue: true, Value: var constant } && constant is null or false or 0 or 0u or 0L or 0ul or (byte)0);
}
