// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>The length of an array that an expression creates, if the source states it.</summary>
internal static class ArrayLength
{
    public static int? Of(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Count,
        ArrayCreationExpressionSyntax { Type.RankSpecifiers: { Count: 1 } ranks } when ranks[0].Sizes.Count == 1 =>
            model.GetConstantValue(ranks[0].Sizes[0]).Value is int length ? length : null,
        ImplicitArrayCreationExpressionSyntax { Commas.Count: 0 } implicitly => implicitly.Initializer.Expressions.Count,
        CollectionExpressionSyntax collection when collection.Elements.All(element => element is ExpressionElementSyntax) =>
            collection.Elements.Count,
        _ => null,
    };

    /// <summary>The elements that the expression lists; null if it lists none and all are zero.</summary>
    public static IEnumerable<ExpressionSyntax>? Elements(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax implicitly => implicitly.Initializer.Expressions,
        CollectionExpressionSyntax collection =>
            collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
        _ => null,
    };
}
