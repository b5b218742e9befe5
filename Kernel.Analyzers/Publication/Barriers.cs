// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Publication;

/// <summary>What calls do to the order of memory accesses: known of .NET, and found in the bodies of the functions that are made of it.</summary>
internal sealed class Barriers(FunctionBodies bodies)
{
    /// <summary>A chain of wrappers is not followed any deeper.</summary>
    private const int DeepestCall = 3;

    private static readonly IReadOnlyDictionary<object, string> NoAliases = new Dictionary<object, string>();

    private readonly ConcurrentDictionary<IMethodSymbol, MemoryOrdering> _known = new(SymbolEqualityComparer.Default);

    public MemoryOrdering Of(IMethodSymbol method) => Of(method, 0);

    /// <summary>Where a path of the callee leads in the caller; null where it has no name there.</summary>
    public static string? Translate(string path, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IReadOnlyDictionary<object, string> aliases)
    {
        var parts = path.Split(['.'], 2);
        var argument = arguments.FirstOrDefault(candidate => candidate.Parameter?.Name == parts[0]);
        if (argument is null && parts[0] != "this")
            return path;
        return ObjectPath.Of(argument?.Value ?? receiver, aliases) is { } root ? string.Join(".", parts.Skip(1).Prepend(root)) : null;
    }

    private MemoryOrdering Of(IMethodSymbol method, int depth) =>
        OfLibrary(method.OriginalDefinition) ?? (depth < DeepestCall ? _known.GetOrAdd(method.OriginalDefinition, definition => OfBody(definition, depth)) : MemoryOrdering.None);

    private MemoryOrdering OfBody(IMethodSymbol method, int depth)
    {
        var accesses = ImmutableArray.CreateBuilder<string>();
        bool holdsLater = false, holdsEarlier = false;
        foreach (var call in bodies.Of(method).SelectMany(body => body.DescendantsAndSelf()).OfType<IInvocationOperation>())
        {
            var ordering = Of(call.TargetMethod, depth + 1);
            holdsLater |= ordering.HoldsLater;
            holdsEarlier |= ordering.HoldsEarlier;
            accesses.AddRange(ordering.Accesses.Select(path => Translate(path, call.Instance, call.Arguments, NoAliases)).OfType<string>().Where(path => IsOutside(path, method)));
        }

        return new MemoryOrdering(accesses.ToImmutable(), holdsLater, holdsEarlier);
    }

    /// <summary>Does the path begin where the caller can follow: not at a variable of the body?</summary>
    private static bool IsOutside(string path, IMethodSymbol method)
    {
        var root = path.Split('.')[0];
        return root == "this" || root == method.ContainingType.Name || method.Parameters.Any(parameter => parameter.Name == root);
    }

    private static MemoryOrdering? OfLibrary(IMethodSymbol method) => (method.ContainingType?.ToDisplayString(), method.Name) switch
    {
        ("System.Threading.Volatile", "ReadBarrier") => new MemoryOrdering([], holdsLater: true, holdsEarlier: false),
        ("System.Threading.Volatile", "WriteBarrier") => new MemoryOrdering([], holdsLater: false, holdsEarlier: true),
        ("System.Threading.Interlocked" or "System.Threading.Thread", "MemoryBarrier" or "MemoryBarrierProcessWide") => new MemoryOrdering([], holdsLater: true, holdsEarlier: true),
        ("System.Threading.Volatile" or "System.Threading.Interlocked", _) => new MemoryOrdering([method.Parameters[0].Name], holdsLater: false, holdsEarlier: false),
        _ => null,
    };
}
