// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>The conversions that an operation makes; a tuple is converted element by element.</summary>
internal static class Conversions
{
    public static bool Boxes(IConversionOperation operation) => Of(operation).Any(conversion => conversion.IsBoxing);

    public static IEnumerable<IMethodSymbol> Operators(IConversionOperation operation) =>
        Of(operation).Select(conversion => conversion.MethodSymbol).OfType<IMethodSymbol>();

    private static IEnumerable<Conversion> Of(IConversionOperation operation)
    {
        var conversion = operation.GetConversion();
        if (!conversion.IsTupleConversion)
            return [conversion];

        return operation is { Operand.Type: { } from, Type: { } to, SemanticModel.Compilation: CSharpCompilation compilation }
            ? OfElements(from, to, compilation)
            : [];
    }

    private static IEnumerable<Conversion> OfElements(ITypeSymbol from, ITypeSymbol to, CSharpCompilation compilation) =>
        (from, to) is (INamedTypeSymbol { IsTupleType: true } source, INamedTypeSymbol { IsTupleType: true } target)
            ? source.TupleElements
                .Zip(target.TupleElements, (left, right) => OfElements(left.Type, right.Type, compilation))
                .SelectMany(conversions => conversions)
            : [compilation.ClassifyConversion(from, to)];
}
