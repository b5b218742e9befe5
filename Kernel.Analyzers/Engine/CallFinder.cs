// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>Finds the members that an operation calls itself; the calls of its child operations are not included.</summary>
internal static class CallFinder
{
    public static IEnumerable<SourceCall> Of(IOperation operation, KernelCompilation kernel) => operation switch
    {
        IInvocationOperation invocation => To(invocation.TargetMethod, invocation.Instance, invocation.ConstrainedToType),
        IObjectCreationOperation creation => To(creation.Constructor),
        IPropertyReferenceOperation property => OfProperty(property),
        IEventAssignmentOperation { EventReference: IEventReferenceOperation reference } assignment =>
            To(assignment.Adds ? reference.Event.AddMethod : reference.Event.RemoveMethod, reference.Instance),
        IBinaryOperation binary =>
            [.. To(binary.OperatorMethod, constrainedTo: binary.ConstrainedToType), .. To(ImpliedOperators.ShortCircuit(binary))],
        ITupleBinaryOperation tuples => ImpliedOperators.OfComparison(tuples).SelectMany(method => To(method)),
        IUnaryOperation unary => To(unary.OperatorMethod, constrainedTo: unary.ConstrainedToType),
        IIncrementOrDecrementOperation step => To(step.OperatorMethod, constrainedTo: step.ConstrainedToType),
        ICompoundAssignmentOperation compound =>
        [
            .. To(compound.OperatorMethod, constrainedTo: compound.ConstrainedToType),
            .. To(compound.InConversion.MethodSymbol),
            .. To(compound.OutConversion.MethodSymbol),
        ],
        IConversionOperation conversion =>
            Conversions.Operators(conversion).SelectMany(method => To(method, constrainedTo: conversion.ConstrainedToType)),
        ICoalesceOperation coalesce => To(coalesce.ValueConversion.MethodSymbol),
        IRangeOperation range => To(range.Method),
        IImplicitIndexerReferenceOperation indexer =>
            [.. OfMember(indexer.LengthSymbol, indexer.Instance.Type), .. OfMember(indexer.IndexerSymbol, indexer.Instance.Type)],
        IListPatternOperation pattern =>
            [.. OfMember(pattern.LengthSymbol, pattern.InputType), .. OfMember(pattern.IndexerSymbol, pattern.InputType)],
        ISlicePatternOperation pattern => OfMember(pattern.SliceSymbol, pattern.InputType),
        IRecursivePatternOperation pattern => OfMember(pattern.DeconstructSymbol, pattern.MatchedType),
        IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax, SemanticModel: { } model } =>
            OfDeconstruction(model.GetDeconstructionInfo(syntax)),
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model } loop =>
            OfForEach(loop, syntax, model),
        IUsingOperation { IsAsynchronous: false } use => OfUsing(use.Resources, kernel),
        IUsingDeclarationOperation { IsAsynchronous: false } use => OfUsing(use.DeclarationGroup, kernel),
        ICollectionExpressionOperation { Type.IsValueType: true } collection when !Members.IsSpan(collection.Type) =>
            [.. To(collection.ConstructMethod), .. Adding(collection)],
        { Syntax: FixedStatementSyntax syntax, SemanticModel: { } model } => OfFixed(syntax, model),
        _ => [],
    };

    private static IEnumerable<SourceCall> To(IMethodSymbol? target, IOperation? instance = null, ITypeSymbol? constrainedTo = null)
    {
        var isBase = instance is IInstanceReferenceOperation { Syntax: BaseExpressionSyntax };
        return target is null ? [] : [new SourceCall(target, constrainedTo ?? instance?.Type, isBase)];
    }

    private static IEnumerable<SourceCall> ToType(IMethodSymbol? target, ITypeSymbol? receiver) =>
        target is null ? [] : [new SourceCall(target, receiver)];

    private static IEnumerable<SourceCall> OfMember(ISymbol? member, ITypeSymbol? receiver) => member switch
    {
        IMethodSymbol method => ToType(method, receiver),
        IPropertySymbol property => ToType(property.GetMethod, receiver),
        _ => [],
    };

    private static IEnumerable<SourceCall> OfProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        var returnsReference = property.ReturnsByRef || property.ReturnsByRefReadonly;
        var usage = returnsReference ? (Reads: true, Writes: false) : Usage(reference);
        if (usage.Reads)
        {
            var getter = Accessor(property, declaration => declaration.GetMethod);
            foreach (var call in To(getter, reference.Instance, reference.ConstrainedToType))
                yield return call;
        }

        if (usage.Writes)
        {
            var setter = Accessor(property, declaration => declaration.SetMethod);
            foreach (var call in To(setter, reference.Instance, reference.ConstrainedToType))
                yield return call;
        }
    }

    /// <summary>An accessor of the property. An override may define one and inherit the other.</summary>
    private static IMethodSymbol? Accessor(IPropertySymbol property, Func<IPropertySymbol, IMethodSymbol?> accessor)
    {
        for (var declaration = property; declaration is not null; declaration = declaration.OverriddenProperty)
        {
            if (accessor(declaration) is { } method)
                return method;
        }

        return null;
    }

    private static (bool Reads, bool Writes) Usage(IPropertyReferenceOperation reference) => reference.Parent switch
    {
        ICompoundAssignmentOperation compound when compound.Target == reference => (true, true),
        ICoalesceAssignmentOperation coalesce when coalesce.Target == reference => (true, true),
        IIncrementOrDecrementOperation => (true, true),
        IAssignmentOperation assignment when assignment.Target == reference => (false, true),
        ITupleOperation tuple when IsDeconstructed(tuple) => (false, true),
        _ => (true, false),
    };

    private static bool IsDeconstructed(IOperation tuple) => tuple.Parent switch
    {
        IDeconstructionAssignmentOperation assignment => assignment.Target == tuple,
        ITupleOperation outer => IsDeconstructed(outer),
        _ => false,
    };

    private static IEnumerable<SourceCall> OfDeconstruction(DeconstructionInfo info) =>
        [.. To(info.Method), .. To(info.Conversion?.MethodSymbol), .. info.Nested.SelectMany(OfDeconstruction)];

    private static IEnumerable<SourceCall> OfForEach(IForEachLoopOperation loop, CommonForEachStatementSyntax syntax, SemanticModel model)
    {
        var info = model.GetForEachStatementInfo(syntax);
        var deconstruction = syntax is ForEachVariableStatementSyntax variables
            ? OfDeconstruction(model.GetDeconstructionInfo(variables))
            : [];
        IEnumerable<SourceCall> conversion = [.. To(info.ElementConversion.MethodSymbol), .. deconstruction];

        // The compiler turns a loop over an array, a string or an inline array into one over an index.
        if (ForEachLoops.IsByIndex(loop) || ForEachLoops.Allocates(info))
            return conversion;

        var enumerator = info.GetEnumeratorMethod?.ReturnType;
        return
        [
            .. ToType(info.GetEnumeratorMethod, ForEachLoops.CollectionType(loop)),
            .. ToType(info.MoveNextMethod, enumerator),
            .. ToType(info.CurrentProperty?.GetMethod, enumerator),
            .. enumerator is { IsValueType: true } && info.DisposeMethod is { } dispose
                ? ToType(enumerator.FindImplementationForInterfaceMember(dispose) as IMethodSymbol ?? dispose, enumerator)
                : [],
            .. conversion,
        ];
    }

    /// <summary>The calls of <c>Add</c> that fill a collection which a constructor created.</summary>
    private static IEnumerable<SourceCall> Adding(ICollectionExpressionOperation collection) =>
        collection is { ConstructMethod.MethodKind: MethodKind.Constructor, Elements.IsEmpty: false, Type: { } type }
            ? type.GetMembers(WellKnownMemberNames.CollectionInitializerAddMethodName)
                .OfType<IMethodSymbol>()
                .SelectMany(method => To(method))
            : [];

    private static IEnumerable<SourceCall> OfUsing(IOperation resources, KernelCompilation kernel) =>
        UsingResources.TypesOf(resources).SelectMany(type => ToType(kernel.DisposeOf(type), type));

    private static IEnumerable<SourceCall> OfFixed(FixedStatementSyntax statement, SemanticModel model) =>
        from variable in statement.Declaration.Variables
        let value = variable.Initializer?.Value
        where value is not null
        let type = model.GetTypeInfo(value).Type
        where type is INamedTypeSymbol { SpecialType: not SpecialType.System_String }
        from call in ToType(Members.Parameterless(type, "GetPinnableReference"), type)
        select call;
}
