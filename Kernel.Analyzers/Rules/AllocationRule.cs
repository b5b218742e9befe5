// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Objects and arrays that the source creates explicitly.</summary>
internal sealed class AllocationRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        var what = operation switch
        {
            IObjectCreationOperation { Type: { IsValueType: false } type } => "'new " + Members.NameOf(type) + "'",
            IArrayCreationOperation { Type: IArrayTypeSymbol type } array
                when !HiddenCollectionRule.IsParams(array) && !IsConstantData(array) =>
                "'new " + Members.NameOf(type.ElementType) + "[]'",
            IAnonymousObjectCreationOperation => "'new { … }'",
            IWithOperation { Type.IsValueType: false } => "'with'",
            _ => null,
        };

        if (what is not null)
            body.Report(HazardRules.Allocation, operation, what);
    }

    /// <summary>Whether the array is constant data: <c>ReadOnlySpan&lt;byte&gt; s = new byte[] { 1, 2 }</c> allocates nothing.</summary>
    private static bool IsConstantData(IArrayCreationOperation array) =>
        array is { Parent: IConversionOperation { Type: { Name: "ReadOnlySpan" } span }, Type: IArrayTypeSymbol type } &&
        Members.IsSpan(span) && IsPrimitive(type.ElementType) &&
        array.Initializer is { } initializer && initializer.ElementValues.All(value => value.ConstantValue.HasValue);

    private static bool IsPrimitive(ITypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double and not SpecialType.System_Decimal;
}
