// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.CodeFixes;

/// <summary>Reads the attributes that state a contract, which are known by full name.</summary>
internal static class ContractAttributes
{
    public const string RealMode = "RealModeAttribute";
    public const string Atomic = "AtomicAttribute";
    public const string Unchecked = "Unchecked";

    private const string MightSleep = "MightSleepAttribute";

    /// <summary>Whether the function needs an attribute to be called under the contract. [MightSleep] is deliberate and stays.</summary>
    public static bool IsMissing(IMethodSymbol function, INamedTypeSymbol contract) => Of(function) switch
    {
        null => true,
        { Name: Atomic } => contract.Name == RealMode,
        _ => false,
    };

    /// <summary>The symbol's own attribute, the strictest if there are several; null if there is none.</summary>
    public static INamedTypeSymbol? On(ISymbol symbol) =>
        symbol.GetAttributes()
            .Select(attribute => attribute.AttributeClass)
            .Where(type => type is not null && IsContract(type))
            .OrderByDescending(type => type!.Name == RealMode)
            .FirstOrDefault();

    /// <summary>The attribute that applies to the function: its own, its property's, its type's, or an inherited one.</summary>
    public static INamedTypeSymbol? Of(IMethodSymbol function)
    {
        foreach (var declaration in Declarations(function))
        {
            if (On(declaration) is { } attribute)
                return attribute;
        }

        if (function.OverriddenMethod is { } overridden)
            return Of(overridden);

        return Implemented(function).Select(Of).FirstOrDefault(attribute => attribute is not null);
    }

    /// <summary>The contract of the code at the position: of the innermost function or type around it that has one.</summary>
    public static INamedTypeSymbol? Around(SemanticModel model, int position)
    {
        for (var symbol = model.GetEnclosingSymbol(position); symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            var attribute = symbol is IMethodSymbol function ? Of(function) : On(symbol);
            if (attribute is not null)
                return attribute;
        }

        return null;
    }

    private static IEnumerable<ISymbol> Declarations(IMethodSymbol function)
    {
        yield return function;
        if (function.PartialDefinitionPart is { } definition)
            yield return definition;
        if (function.PartialImplementationPart is { } implementation)
            yield return implementation;
        if (function.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction)
            yield break;
        if (function.AssociatedSymbol is { } member)
            yield return member;
        if (function.ContainingType is { } type)
            yield return type;
    }

    private static IEnumerable<IMethodSymbol> Implemented(IMethodSymbol function) =>
        function.ContainingType is { TypeKind: TypeKind.Class or TypeKind.Struct } type
            ? type.AllInterfaces
                .SelectMany(implemented => implemented.GetMembers().OfType<IMethodSymbol>())
                .Where(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), function))
            : [];

    private static bool IsContract(INamedTypeSymbol type) =>
        type is
        {
            Name: RealMode or Atomic or MightSleep,
            ContainingType: null,
            ContainingNamespace: { Name: "Kernel", ContainingNamespace.IsGlobalNamespace: true },
        };
}
