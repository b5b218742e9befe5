// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Analyzers.Symbols;

/// <summary>Facts about members and types.</summary>
internal static class Members
{
    private static readonly SymbolDisplayFormat NameFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The name of a member or a type in messages.</summary>
    public static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda => "a lambda in " + NameOf(lambda.ContainingSymbol),
        IMethodSymbol { AssociatedSymbol: IPropertySymbol { IsIndexer: false } property } => property.ToDisplayString(NameFormat),
        _ => symbol.ToDisplayString(NameFormat),
    };

    /// <summary>The name of a member or a type in messages, in quotation marks.</summary>
    public static string Quoted(ISymbol symbol) => "'" + NameOf(symbol) + "'";

    public static IMethodSymbol? Parameterless(ITypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method => method is { IsStatic: false, Parameters.IsEmpty: true });

    /// <summary>Whether a call is dispatched at run time and may reach a body other than the one that it names.</summary>
    public static bool IsOpen(IMethodSymbol method, ITypeSymbol? receiver) =>
        method.MethodKind == MethodKind.DelegateInvoke ||
        ((method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed)) &&
         !method.ContainingType.IsSealed && !IsFixed(receiver));

    /// <summary>Whether this is the implicit constructor of a struct, which only clears it.</summary>
    public static bool IsZeroing(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, ContainingType.IsValueType: true };

    /// <summary>
    /// Whether this is an accessor of an automatic property in source, or the deconstruction of a record: both only move values.
    /// </summary>
    public static bool IsAutomatic(IMethodSymbol method) => method switch
    {
        { IsImplicitlyDeclared: true } =>
            method.AssociatedSymbol is IPropertySymbol || method.Name == WellKnownMemberNames.DeconstructMethodName,
        { AssociatedSymbol: IPropertySymbol, IsExtern: false } => method.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null }),
        _ => false,
    };

    /// <summary>Whether the method is [Conditional]: its calls are debugging aids that some configurations leave out.</summary>
    public static bool IsConditional(IMethodSymbol method)
    {
        for (var declaration = method; declaration is not null; declaration = declaration.OverriddenMethod)
        {
            if (HasAttribute(declaration, "System.Diagnostics.ConditionalAttribute"))
                return true;
        }

        return false;
    }

    /// <summary>Whether the compiler generates the member for a record or a field-like event.</summary>
    public static bool IsSynthesized(IMethodSymbol method) => method is
    {
        IsImplicitlyDeclared: true,
        MethodKind: MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.EventAdd or MethodKind.EventRemove,
    };

    public static bool IsThreadStatic(IFieldSymbol field) => HasAttribute(field, "System.ThreadStaticAttribute");

    public static bool IsInlineArray(ITypeSymbol type) => HasAttribute(type, "System.Runtime.CompilerServices.InlineArrayAttribute");

    public static bool IsSpan(ITypeSymbol? type) => type is
    {
        Name: "Span" or "ReadOnlySpan",
        IsRefLikeType: true,
        ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
    };

    private static bool HasAttribute(ISymbol symbol, string fullName) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == fullName);

    /// <summary>Whether the static type of the receiver is always its type at run time.</summary>
    private static bool IsFixed(ITypeSymbol? receiver) =>
        receiver is { IsSealed: true } or { IsValueType: true, TypeKind: not TypeKind.TypeParameter };
}
