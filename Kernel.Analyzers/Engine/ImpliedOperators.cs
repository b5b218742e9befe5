// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>User-defined operators that an operation calls without naming them.</summary>
internal static class ImpliedOperators
{
    /// <summary><c>operator false</c> for <c>a &amp;&amp; b</c>, <c>operator true</c> for <c>a || b</c>, else null.</summary>
    public static IMethodSymbol? ShortCircuit(IBinaryOperation binary) => binary switch
    {
        { OperatorKind: BinaryOperatorKind.ConditionalAnd, OperatorMethod: { } method } =>
            Find(method.ContainingType, WellKnownMemberNames.FalseOperatorName),
        { OperatorKind: BinaryOperatorKind.ConditionalOr, OperatorMethod: { } method } =>
            Find(method.ContainingType, WellKnownMemberNames.TrueOperatorName),
        _ => null,
    };

    /// <summary>The equality operators that comparing two tuples calls, element by element.</summary>
    public static IEnumerable<IMethodSymbol> OfComparison(ITupleBinaryOperation comparison)
    {
        var name = comparison.OperatorKind == BinaryOperatorKind.Equals
            ? WellKnownMemberNames.EqualityOperatorName
            : WellKnownMemberNames.InequalityOperatorName;
        return Elements(comparison.LeftOperand.Type)
            .Concat(Elements(comparison.RightOperand.Type))
            .Select(type => Find(type, name))
            .OfType<IMethodSymbol>();
    }

    private static IEnumerable<ITypeSymbol> Elements(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.SelectMany(element => Elements(element.Type)),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => Elements(nullable.TypeArguments[0]),
        null => [],
        _ => [type],
    };

    private static IMethodSymbol? Find(ITypeSymbol type, string name) => type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault();
}
