// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>Replaces the type variables of a generic body with the type arguments of one function instance.</summary>
internal sealed class TypeSubstitution
{
    private readonly Compilation _compilation;
    private readonly Dictionary<ITypeParameterSymbol, ITypeSymbol> _arguments = new(SymbolEqualityComparer.Default);

    /// <summary>Collects the type arguments of a function and of its containing types.</summary>
    public TypeSubstitution(IMethodSymbol function, TypeSubstitution? enclosing, Compilation compilation)
    {
        _compilation = compilation;
        if (enclosing is not null)
        {
            foreach (var pair in enclosing._arguments)
                _arguments[pair.Key] = pair.Value;
        }

        Add(function.OriginalDefinition.TypeParameters, function.TypeArguments);
        for (var type = function.ContainingType; type is not null; type = type.ContainingType)
            Add(type.OriginalDefinition.TypeParameters, type.TypeArguments);
    }

    /// <summary>How deeply types are nested in the type arguments.</summary>
    public int Depth => _arguments.Values.Select(DepthOf).DefaultIfEmpty().Max();

    public ITypeSymbol? Apply(ITypeSymbol? type) => _arguments.Count == 0 ? type : type switch
    {
        ITypeParameterSymbol variable => _arguments.TryGetValue(variable, out var argument) ? argument : variable,
        IArrayTypeSymbol array => _compilation.CreateArrayTypeSymbol(Apply(array.ElementType)!, array.Rank),
        IPointerTypeSymbol pointer => _compilation.CreatePointerTypeSymbol(Apply(pointer.PointedAtType)!),
        INamedTypeSymbol named => Apply(named),
        _ => type,
    };

    /// <summary>The method that a call in the generic body names, with the type arguments substituted.</summary>
    public IMethodSymbol Apply(IMethodSymbol method)
    {
        if (_arguments.Count == 0 || method.MethodKind == MethodKind.AnonymousFunction)
            return method;

        var definition = method.OriginalDefinition;
        var declaration = method.MethodKind == MethodKind.LocalFunction ? definition : MemberOf(Apply(method.ContainingType), definition);
        return definition.Arity == 0 ? declaration : declaration.Construct([.. method.TypeArguments.Select(argument => Apply(argument)!)]);
    }

    private INamedTypeSymbol Apply(INamedTypeSymbol type)
    {
        if (!IsGeneric(type) || type.IsUnboundGenericType)
            return type;

        var definition = type.OriginalDefinition;
        var declaration = type.ContainingType is { } container && IsGeneric(container)
            ? Apply(container).GetTypeMembers(type.Name, type.Arity).First(nested => IsSame(nested.OriginalDefinition, definition))
            : definition;
        return type.Arity == 0 ? declaration : declaration.Construct([.. type.TypeArguments.Select(argument => Apply(argument)!)]);
    }

    private static int DepthOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => 1 + DepthOf(array.ElementType),
        IPointerTypeSymbol pointer => 1 + DepthOf(pointer.PointedAtType),
        INamedTypeSymbol { Arity: > 0 } generic => 1 + generic.TypeArguments.Max(DepthOf),
        _ => 0,
    };

    private static IMethodSymbol MemberOf(INamedTypeSymbol? type, IMethodSymbol definition) =>
        type is null || IsSame(type, definition.ContainingType)
            ? definition
            : Candidates(type, definition).FirstOrDefault(member => IsSame(member.OriginalDefinition, definition)) ?? definition;

    private static IEnumerable<IMethodSymbol> Candidates(INamedTypeSymbol type, IMethodSymbol definition) =>
        definition.MethodKind is MethodKind.Constructor
            ? type.InstanceConstructors
            : type.GetMembers(definition.Name).OfType<IMethodSymbol>();

    private static bool IsGeneric(INamedTypeSymbol? type) => type is not null && (type.Arity > 0 || IsGeneric(type.ContainingType));

    private static bool IsSame(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private void Add(ImmutableArray<ITypeParameterSymbol> variables, ImmutableArray<ITypeSymbol> arguments)
    {
        for (var i = 0; i < variables.Length && i < arguments.Length; i++)
        {
            if (!IsSame(variables[i], arguments[i]))
                _arguments[variables[i]] = arguments[i];
        }
    }
}
