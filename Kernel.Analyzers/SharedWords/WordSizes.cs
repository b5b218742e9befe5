// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.SharedWords;

/// <summary>Sizes of types.</summary>
internal static class WordSizes
{
    /// <summary>What every processor reads at once.</summary>
    private const int Pointer = 8;

    private const int MaxDepth = 8;

    /// <summary>Whether a value of the type is wider than a pointer, so that one access may see half of a write.</summary>
    public static bool MayTear(ITypeSymbol? type) => type is not null && SizeOf(type, MaxDepth) > Pointer;

    private static int SizeOf(ITypeSymbol type, int depth) => type switch
    {
        { SpecialType: SpecialType.System_Decimal } => 2 * Pointer,
        { SpecialType: SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte } => 1,
        { SpecialType: SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 } => 2,
        { SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single } => 4,
        { SpecialType: not SpecialType.None and not SpecialType.System_Nullable_T, IsValueType: true } => Pointer,
        INamedTypeSymbol { EnumUnderlyingType: { } underlying } => SizeOf(underlying, depth),
        INamedTypeSymbol { IsValueType: true } when depth > 0 => type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => !field.IsStatic)
            .Sum(field => field.IsFixedSizeBuffer ? field.FixedSize : SizeOf(field.Type, depth - 1)),
        ITypeParameterSymbol { IsReferenceType: false } => 0,
        _ => Pointer,
    };
}
