// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>Which types in source run code before their first use.</summary>
internal sealed class StaticInitializers(FunctionBodies bodies)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _types = new(SymbolEqualityComparer.Default);

    public static bool HasStaticConstructor(INamedTypeSymbol type) =>
        type.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared);

    /// <summary>Whether the type has a static constructor or a static field whose initializer runs code.</summary>
    public bool RunsCode(INamedTypeSymbol type) => _types.GetOrAdd(type.OriginalDefinition, definition =>
        HasStaticConstructor(definition) ||
        definition.GetMembers().Where(member => member.IsStatic).SelectMany(bodies.InitializersOf).Any(MayRunCode));

    private static bool MayRunCode(IOperation initializer) =>
        initializer is ISymbolInitializerOperation { Value: { } value } && !IsEvaluatedWithoutCode(value);

    /// <summary>Whether the value is computed by built-in operations only.</summary>
    private static bool IsEvaluatedWithoutCode(IOperation value) => value switch
    {
        { ConstantValue.HasValue: true } => true,
        IDefaultValueOperation or ISizeOfOperation => true,
        IParenthesizedOperation parenthesized => IsEvaluatedWithoutCode(parenthesized.Operand),
        IConversionOperation { OperatorMethod: null } conversion =>
            !Conversions.Boxes(conversion) && IsEvaluatedWithoutCode(conversion.Operand),
        IUnaryOperation { OperatorMethod: null } unary => IsEvaluatedWithoutCode(unary.Operand),
        IBinaryOperation { OperatorMethod: null } binary =>
            IsEvaluatedWithoutCode(binary.LeftOperand) && IsEvaluatedWithoutCode(binary.RightOperand),
        IAddressOfOperation { Reference: IMethodReferenceOperation } => true,
        IObjectCreationOperation { Type.IsValueType: true, Initializer: null, Constructor.IsImplicitlyDeclared: true } => true,
        _ => false,
    };
}
