// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Library;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Thread-static fields, and static members whose first use runs the type's static initialization.</summary>
internal sealed class StaticStateRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        switch (operation)
        {
            case IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false } field }:
                JudgeField(field, operation, body);
                break;
            case IPropertyReferenceOperation { Property: { IsStatic: true, GetMethod: { } getter } property }
                when body.Kernel.IsSource(property) && Members.IsAutomatic(getter):
                JudgeFirstUse(property.ContainingType, property, operation, body);
                break;
            default:
                JudgeCalls(operation, body);
                break;
        }
    }

    private static void JudgeField(IFieldSymbol field, IOperation operation, JudgedBody body)
    {
        if (Members.IsThreadStatic(field))
            body.Report(HazardRules.ThreadStatic, operation, Members.Quoted(field));
        else if (body.Kernel.IsSource(field))
            JudgeFirstUse(field.ContainingType, field, operation, body);
        else if (LibraryEffects.Of(field) != LibraryEffect.Harmless)
            body.Report(HazardRules.UnknownLibraryMember, operation, Members.Quoted(field));
    }

    /// <summary>Judges the calls before which an explicit static constructor may run.</summary>
    private static void JudgeCalls(IOperation operation, JudgedBody body)
    {
        foreach (var call in CallFinder.Of(operation, body.Kernel))
        {
            var target = call.Target;
            if (target.ContainingType is { } type && (target.IsStatic || target.MethodKind == MethodKind.Constructor) &&
                body.Kernel.IsSource(target) && StaticInitializers.HasStaticConstructor(type))
            {
                JudgeFirstUse(type, target, operation, body);
            }
        }
    }

    private static void JudgeFirstUse(INamedTypeSymbol type, ISymbol member, IOperation operation, JudgedBody body)
    {
        // A static constructor has run before any code of its type; the initializers of a type without one may run later.
        var isInside = SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, body.Function.ContainingType?.OriginalDefinition);
        if (isInside && StaticInitializers.HasStaticConstructor(type))
            return;

        if (body.Kernel.StaticInitializers.RunsCode(type))
            body.Report(HazardRules.FirstUse, operation, Members.Quoted(member));
    }
}
