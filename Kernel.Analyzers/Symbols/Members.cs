// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Analyzers.Symbols;

/// <summary>Questions about members.</summary>
internal static class Members
{
    private static readonly SymbolDisplayFormat NameFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The name by which a message calls a member or a type.</summary>
    public static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda => "a lambda in " + NameOf(lambda.ContainingSymbol),
        IMethodSymbol { AssociatedSymbol: IPropertySymbol { IsIndexer: false } property } => property.ToDisplayString(NameFormat),
        _ => symbol.ToDisplayString(NameFormat),
    };

    public static IMethodSymbol? Parameterless(ITypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method => method is { IsStatic: false, Parameters.IsEmpty: true });

    /// <summary>Can the call reach a body other than the one that it names?</summary>
    public static bool IsOpen(IMethodSymbol method, ITypeSymbol? receiver) =>
        method.MethodKind == MethodKind.DelegateInvoke ||
        ((method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed)) &&
         !method.ContainingType.IsSealed && !IsFixed(receiver));

    /// <summary>Is this the constructor that every struct has, which only clears it?</summary>
    public static bool IsZeroing(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, ContainingType.IsValueType: true };

    /// <summary>Is this an accessor of an automatic property in source, or the deconstruction of a record? They only move values.</summary>
    public static bool IsAutomatic(IMethodSymbol method) => method switch
    {
        { IsImplicitlyDeclared: true } => method.AssociatedSymbol is IPropertySymbol || method.Name == WellKnownMemberNames.DeconstructMethodName,
        { AssociatedSymbol: IPropertySymbol, IsExtern: false } => method.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null }),
        _ => false,
    };

    /// <summary>Does every call of the method vanish in some configuration? It is a check then, no part of the program.</summary>
    public static bool IsConditional(IMethodSymbol method)
    {
        for (var declaration = method; declaration is not null; declaration = declaration.OverriddenMethod)
        {
            if (HasAttribute(declaration, "System.Diagnostics.ConditionalAttribute"))
                return true;
        }

        return false;
    }

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

    /// <summary>Is the type of the object itself known from the static type?</summary>
    private static bool IsFixed(ITypeSymbol? receiver) =>
        receiver is { IsSealed: true } or { IsValueType: true, TypeKind: not TypeKind.TypeParameter };
}
