// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Flow;

/// <summary>Follows a value through operators.</summary>
internal static class ValueFlow
{
    /// <summary>
    /// Whether the operation only computes a value from its operands: a conversion, an operator, a comparison, a pattern, or a call that
    /// takes and returns one <c>bool</c>, as a hint about a condition does.
    /// </summary>
    public static bool Passes(IOperation operation) => operation switch
    {
        IConversionOperation { OperatorMethod: null } or IUnaryOperation { OperatorMethod: null } => true,
        IBinaryOperation or IParenthesizedOperation or IIsNullOperation or IIsTypeOperation or IIsPatternOperation => true,
        IInvocationOperation call => IsHint(call),
        IArgumentOperation { Parent: IInvocationOperation call } => IsHint(call),
        _ => false,
    };

    /// <summary>The operands of an operation that passes values on.</summary>
    public static IEnumerable<IOperation> Operands(IOperation operation) => operation switch
    {
        IIsPatternOperation match => [match.Value],
        _ => operation.ChildOperations,
    };

    private static bool IsHint(IInvocationOperation call) =>
        call is { Instance: null, Arguments.Length: 1, Type.SpecialType: SpecialType.System_Boolean } &&
        call.Arguments[0].Parameter is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Boolean };
}
