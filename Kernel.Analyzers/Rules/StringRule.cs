// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Concatenations and interpolations that the compiler does not fold into a constant.</summary>
internal sealed class StringRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        var what = operation switch
        {
            IBinaryOperation binary when IsConcatenation(binary) && !IsConcatenation(binary.Parent) => "The concatenation",
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } =>
                "The concatenation",
            IInterpolatedStringOperation { Parent: not IInterpolatedStringHandlerCreationOperation } => "The interpolation",
            _ => null,
        };

        if (what is not null)
            body.Report(HazardRules.StringBuilding, operation, what);
    }

    /// <summary>Whether the operation concatenates strings. A chain of <c>+</c> becomes one call of <c>string.Concat</c>.</summary>
    public static bool IsConcatenation(IOperation? operation) => operation is IBinaryOperation
    {
        OperatorKind: BinaryOperatorKind.Add,
        Type.SpecialType: SpecialType.System_String,
        OperatorMethod: null or { ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_Object },
    };
}
