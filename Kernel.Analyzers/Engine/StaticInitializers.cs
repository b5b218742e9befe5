// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>Knows which types of the source run code before their first use.</summary>
internal sealed class StaticInitializers(FunctionBodies bodies)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _types = new(SymbolEqualityComparer.Default);

    public static bool HasStaticConstructor(INamedTypeSymbol type) =>
        type.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared);

    /// <summary>Does the type have a static constructor, or a static field that begins with more than a constant?</summary>
    public bool RunCode(INamedTypeSymbol type) => _types.GetOrAdd(type.OriginalDefinition, definition =>
        HasStaticConstructor(definition) ||
        definition.GetMembers().Where(member => member.IsStatic).SelectMany(bodies.InitializersOf).Any(IsActive));

    private static bool IsActive(IOperation initializer) => initializer is ISymbolInitializerOperation { Value: { } value } && !IsInert(value);

    /// <summary>Can the value be worked out without running anybody's code?</summary>
    private static bool IsInert(IOperation value) => value switch
    {
        { ConstantValue.HasValue: true } => true,
        IDefaultValueOperation or ISizeOfOperation => true,
        IParenthesizedOperation parenthesized => IsInert(parenthesized.Operand),
        IConversionOperation { OperatorMethod: null } conversion => !Conversions.Boxes(conversion) && IsInert(conversion.Operand),
        IUnaryOperation { OperatorMethod: null } unary => IsInert(unary.Operand),
        IBinaryOperation { OperatorMethod: null } binary => IsInert(binary.LeftOperand) && IsInert(binary.RightOperand),
        IAddressOfOperation { Reference: IMethodReferenceOperation } => true,
        IObjectCreationOperation { Type.IsValueType: true, Initializer: null, Constructor.IsImplicitlyDeclared: true } => true,
        _ => false,
    };
}
