// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Contracts;

/// <summary>Finds the contract of a member: its own, else its property's, else its type's, else an inherited one.</summary>
internal sealed class ContractReader(Compilation compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, Contract> _contracts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _interfaces = new(SymbolEqualityComparer.Default);

    private readonly AttributeUsers _users = new(compilation, KernelAttributes.Contracts);

    /// <summary>Whether the compilation or a reference declares any of the attributes.</summary>
    public bool IsUsed => _users.Any;

    public Contract Of(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return MayDeclare(definition.ContainingAssembly) ? _contracts.GetOrAdd(definition, Read) : Contract.None;
    }

    /// <summary>Whether the assembly declares or references the attributes, so that its members can have them.</summary>
    public bool MayDeclare(IAssemblySymbol? assembly) => _users.Include(assembly);

    /// <summary>
    /// Whether any member of the interface states a contract. Few interfaces do, and only their implementations are examined.
    /// </summary>
    public bool HasContracts(INamedTypeSymbol type) => MayDeclare(type.ContainingAssembly) &&
        _interfaces.GetOrAdd(type.OriginalDefinition, definition =>
            definition.GetMembers().OfType<IMethodSymbol>().Any(member => Of(member) != Contract.None));

    private Contract Read(IMethodSymbol method) =>
        Declared(method) is var declared and not Contract.None ? declared : Inherited(method);

    private static Contract Declared(IMethodSymbol method)
    {
        foreach (var declaration in Declarations(method))
        {
            if (KernelAttributes.ContractOn(declaration) is var contract and not Contract.None)
                return contract;
        }

        return Contract.None;
    }

    /// <summary>The symbols whose attributes apply to the method, the nearest first.</summary>
    private static IEnumerable<ISymbol> Declarations(IMethodSymbol method)
    {
        yield return method;
        if (method.PartialDefinitionPart is { } definition)
            yield return definition;
        if (method.PartialImplementationPart is { } implementation)
            yield return implementation;

        // The contract of a type does not extend to nested functions, static constructors and finalizers.
        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction or
            MethodKind.StaticConstructor or MethodKind.Destructor)
        {
            yield break;
        }

        // Nor does it extend to members that the compiler generates.
        if (Members.IsSynthesized(method))
            yield break;

        if (method.AssociatedSymbol is IPropertySymbol or IEventSymbol)
            yield return method.AssociatedSymbol;

        for (var type = method.ContainingType; type is not null; type = type.IsExtension ? type.ContainingType : null)
            yield return type;
    }

    /// <summary>
    /// The contract of an overridden or implemented member. Escapes are not inherited: their reason is about one body only.
    /// </summary>
    private Contract Inherited(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden && Of(overridden) is var contract and not Contract.None)
            return contract.Verified();

        foreach (var member in ImplementedMembers(method))
        {
            if (Of(member) is var implemented and not Contract.None)
                return implemented.Verified();
        }

        return Contract.None;
    }

    private IEnumerable<IMethodSymbol> ImplementedMembers(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.Constructor ||
            method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            return [];
        }

        return type.AllInterfaces
            .Where(HasContracts)
            .SelectMany(implemented => implemented.GetMembers().OfType<IMethodSymbol>())
            .Where(member => IsImplementedBy(member, type, method));
    }

    private static bool IsImplementedBy(IMethodSymbol member, INamedTypeSymbol type, IMethodSymbol method) =>
        (member.Name == method.Name || method.ExplicitInterfaceImplementations.Length > 0) &&
        SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method);
}
