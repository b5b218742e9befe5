// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>How the compiler translates a <c>foreach</c>.</summary>
internal static class ForEachLoops
{
    public static ITypeSymbol? CollectionType(IForEachLoopOperation loop) =>
        (loop.Collection is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : loop.Collection).Type;

    /// <summary>Whether the compiler turns the loop into one over an index.</summary>
    public static bool IsByIndex(IForEachLoopOperation loop) => CollectionType(loop) switch
    {
        IArrayTypeSymbol => true,
        { SpecialType: SpecialType.System_String } => true,
        { } type => Members.IsInlineArray(type),
        null => false,
    };

    /// <summary>Whether the enumerator is an object on the heap.</summary>
    public static bool Allocates(ForEachStatementInfo info) => info.GetEnumeratorMethod is { ReturnType.IsValueType: false };
}
