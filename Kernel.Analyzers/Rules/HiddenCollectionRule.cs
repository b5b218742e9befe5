// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Arrays, collections and enumerators that are allocated without a <c>new</c>.</summary>
internal sealed class HiddenCollectionRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        switch (operation)
        {
            case IArrayCreationOperation array when IsParams(array) && array.Initializer is { ElementValues.IsEmpty: false }:
                body.Report(HazardRules.HiddenCollection, operation, "The array for 'params'");
                break;
            case ICollectionExpressionOperation collection when IsOnHeap(collection):
                var what = collection.IsImplicit ? "The collection for 'params'" : "The collection";
                body.Report(HazardRules.HiddenCollection, operation, what);
                break;
            case IArrayElementReferenceOperation reference when IsSlice(reference):
                body.Report(HazardRules.HiddenCollection, operation, "The slice of the array");
                break;
            case ISlicePatternOperation { SliceSymbol: null, Pattern: not null, InputType.TypeKind: TypeKind.Array }:
                body.Report(HazardRules.HiddenCollection, operation, "The slice of the array");
                break;
            case IForEachLoopOperation { IsAsynchronous: false, Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model } loop
                when !ForEachLoops.IsByIndex(loop) && ForEachLoops.Allocates(model.GetForEachStatementInfo(syntax)):
                body.Report(HazardRules.HiddenCollection, loop.Collection, "The enumerator");
                break;
        }
    }

    public static bool IsParams(IArrayCreationOperation array) =>
        array is { IsImplicit: true, Parent: IArgumentOperation { ArgumentKind: ArgumentKind.ParamArray } };

    /// <summary>
    /// Whether the collection is on the heap. A span is on the stack and a struct is filled by calls, unless a spread leaves the length
    /// to run time.
    /// </summary>
    private static bool IsOnHeap(ICollectionExpressionOperation collection) =>
        collection.Type is { IsValueType: false } || collection.Elements.Any(element => element is ISpreadOperation);

    private static bool IsSlice(IArrayElementReferenceOperation reference) =>
        reference.Indices.Any(index => index.Type is { Name: "Range" });
}
