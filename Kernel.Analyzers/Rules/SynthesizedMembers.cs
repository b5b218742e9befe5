// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Rules;

/// <summary>Judges calls of members that the compiler generates for records and events.</summary>
internal static class SynthesizedMembers
{
    public static void Judge(IMethodSymbol method, Location location, JudgedBody body)
    {
        var name = Members.Quoted(method);
        if (method.MethodKind is MethodKind.EventAdd or MethodKind.EventRemove)
            body.Report(HazardRules.DelegateCreation, location, name);
        else if (method.Name is nameof(ToString) or "PrintMembers")
            body.Report(HazardRules.StringBuilding, location, name);
        else if (IsComparison(method) && !InstanceFieldsOf(method.ContainingType).All(field => IsBuiltIn(body.TypeOf(field.Type))))
            body.Report(HazardRules.UnknownTarget, location, name);
    }

    private static bool IsComparison(IMethodSymbol method) => method.Name is nameof(Equals) or nameof(GetHashCode) or
        WellKnownMemberNames.EqualityOperatorName or WellKnownMemberNames.InequalityOperatorName;

    private static IEnumerable<IFieldSymbol> InstanceFieldsOf(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic);

    /// <summary>Whether the runtime itself compares two values of the type.</summary>
    private static bool IsBuiltIn(ITypeSymbol? type) => type is
    {
        TypeKind: TypeKind.Enum or TypeKind.Pointer,
    }
    or
    {
        SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr and not SpecialType.System_Decimal,
    };
}
