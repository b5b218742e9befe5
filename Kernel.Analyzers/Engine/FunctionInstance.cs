// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>
/// A function as one call uses it: with its type arguments, with the functions bound to its delegate parameters, and, for a nested
/// function, with the instance of the function that declares it.
/// </summary>
internal sealed class FunctionInstance : IEquatable<FunctionInstance>
{
    private readonly object _key;

    /// <param name="function">The function, constructed.</param>
    /// <param name="enclosing">The instance in which a lambda or local function was created.</param>
    /// <param name="bindings">For each parameter the function that was passed for it, or null; empty if none is known.</param>
    /// <param name="compilation">The compilation.</param>
    public FunctionInstance(
        IMethodSymbol function, FunctionInstance? enclosing, ImmutableArray<FunctionInstance?> bindings, Compilation compilation)
    {
        Function = function;
        Enclosing = enclosing;
        Bindings = bindings;
        Types = new TypeSubstitution(function, enclosing?.Types, compilation);
        var boundDepth = bindings.Select(binding => binding?.Depth ?? 0).DefaultIfEmpty().Max();
        Depth = 1 + Math.Max(Math.Max(enclosing?.Depth ?? 0, Types.Depth), boundDepth);

        // Each lookup of a lambda gives another symbol; its syntax stays the same.
        _key = function.MethodKind is MethodKind.AnonymousFunction ? SyntaxOf(function) : function;
    }

    public IMethodSymbol Function { get; }

    public FunctionInstance? Enclosing { get; }

    public ImmutableArray<FunctionInstance?> Bindings { get; }

    public TypeSubstitution Types { get; }

    /// <summary>How deeply instances, or types in its type arguments, are nested in this one.</summary>
    public int Depth { get; }

    /// <summary>
    /// The function that was passed for a delegate parameter of this function or of one that encloses it; null if unknown.
    /// </summary>
    public FunctionInstance? BindingOf(IParameterSymbol parameter)
    {
        for (var instance = this; instance is not null; instance = instance.Enclosing)
        {
            if (parameter.Ordinal < instance.Bindings.Length && BelongsTo(parameter, instance.Function))
                return instance.Bindings[parameter.Ordinal];
        }

        return null;
    }

    public bool Equals(FunctionInstance? other) =>
        other is not null &&
        (_key is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, other._key as ISymbol) : _key.Equals(other._key)) &&
        Equals(Enclosing, other.Enclosing) &&
        Bindings.SequenceEqual(other.Bindings);

    public override bool Equals(object? obj) => Equals(obj as FunctionInstance);

    public override int GetHashCode() => _key is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : _key.GetHashCode();

    /// <summary>Whether the nested function is declared directly in this one.</summary>
    public bool Declares(IMethodSymbol nested) => nested.ContainingSymbol is IMethodSymbol outer && IsSame(outer, Function);

    private static bool BelongsTo(IParameterSymbol parameter, IMethodSymbol function) =>
        parameter.ContainingSymbol is IMethodSymbol owner && IsSame(owner, function);

    private static bool IsSame(IMethodSymbol left, IMethodSymbol right) =>
        left.MethodKind == MethodKind.AnonymousFunction || right.MethodKind == MethodKind.AnonymousFunction
            ? left.MethodKind == right.MethodKind && SyntaxOf(left) == SyntaxOf(right)
            : Parts(right).Any(part => SymbolEqualityComparer.Default.Equals(left.OriginalDefinition, part.OriginalDefinition));

    private static SyntaxNode SyntaxOf(IMethodSymbol function) => function.DeclaringSyntaxReferences[0].GetSyntax();

    private static IEnumerable<IMethodSymbol> Parts(IMethodSymbol method)
    {
        yield return method;
        if (method.PartialDefinitionPart is { } definition)
            yield return definition;
        if (method.PartialImplementationPart is { } implementation)
            yield return implementation;
    }
}
