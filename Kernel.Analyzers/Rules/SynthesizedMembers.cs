// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Rules;

/// <summary>Members that the compiler makes up for records and events.</summary>
internal static class SynthesizedMembers
{
    public static bool Is(IMethodSymbol method) => method is
    {
        IsImplicitlyDeclared: true,
        MethodKind: MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.EventAdd or MethodKind.EventRemove,
    };

    public static void Judge(IMethodSymbol method, Location location, JudgedBody body)
    {
        var name = "'" + Members.NameOf(method) + "'";
        if (method.MethodKind is MethodKind.EventAdd or MethodKind.EventRemove)
            body.Report(HazardRules.DelegateCreation, location, name);
        else if (method.Name is nameof(ToString) or "PrintMembers")
            body.Report(HazardRules.StringBuilding, location, name);
        else if (IsComparison(method) && !method.ContainingType.GetMembers().OfType<IFieldSymbol>().All(field => field.IsStatic || IsPlain(body.TypeOf(field.Type))))
            body.Report(HazardRules.UnknownTarget, location, name);
    }

    private static bool IsComparison(IMethodSymbol method) =>
        method.Name is nameof(Equals) or nameof(GetHashCode) or WellKnownMemberNames.EqualityOperatorName or WellKnownMemberNames.InequalityOperatorName;

    /// <summary>Is comparing two values of the type one of the runtime's own operations?</summary>
    private static bool IsPlain(ITypeSymbol? type) => type is not null &&
        (type.TypeKind is TypeKind.Enum or TypeKind.Pointer ||
         type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr) and not SpecialType.System_Decimal and not SpecialType.System_String ||
         type.SpecialType == SpecialType.System_String);
}
