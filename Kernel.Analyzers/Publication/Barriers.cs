// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Publication;

/// <summary>What calls do to the order of memory accesses: the barriers of .NET, and functions in source that wrap them.</summary>
internal sealed class Barriers(FunctionBodies bodies)
{
    /// <summary>
    /// How many calls a wrapper may be away from the barrier. One further away is taken for an ordinary function, which can only lead to
    /// additional reports.
    /// </summary>
    private const int MaxDepth = 5;

    private static readonly IReadOnlyDictionary<object, string> NoAliases = new Dictionary<object, string>();

    // By the number of calls that may still be followed.
    private readonly ConcurrentDictionary<IMethodSymbol, MemoryOrdering>[] _known =
    [
        .. Enumerable.Range(0, MaxDepth)
            .Select(_ => new ConcurrentDictionary<IMethodSymbol, MemoryOrdering>(SymbolEqualityComparer.Default)),
    ];

    public MemoryOrdering Of(IMethodSymbol method) => Of(method, MaxDepth);

    /// <summary>The path in the caller of a path in the callee; null if it has none there.</summary>
    public static string? Translate(
        string path, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IReadOnlyDictionary<object, string> aliases)
    {
        var parts = path.Split(['.'], 2);
        var argument = arguments.FirstOrDefault(candidate => candidate.Parameter?.Name == parts[0]);
        if (argument is null && parts[0] != "this")
            return path;
        return ObjectPath.Of(argument?.Value ?? receiver, aliases) is { } root ? string.Join(".", parts.Skip(1).Prepend(root)) : null;
    }

    private MemoryOrdering Of(IMethodSymbol method, int depth)
    {
        if (OfLibrary(method.OriginalDefinition) is { } known)
            return known;
        return depth == 0
            ? MemoryOrdering.None
            : _known[depth - 1].GetOrAdd(method.OriginalDefinition, definition => OfBody(definition, depth - 1));
    }

    private MemoryOrdering OfBody(IMethodSymbol method, int depth)
    {
        var accesses = ImmutableArray.CreateBuilder<WordAccess>();
        bool holdsLater = false, holdsEarlier = false;
        foreach (var operation in bodies.Of(method).SelectMany(body => body.DescendantsAndSelf()))
        {
            if (operation is IFieldReferenceOperation { Field.IsVolatile: true } field && IsResult(field) &&
                ObjectPath.Of(field, NoAliases) is { } volatilePath && IsVisibleToCaller(volatilePath, method))
            {
                accesses.Add(new WordAccess(volatilePath, field.Field, reads: true, writes: false, isResult: true));
            }

            if (operation is not IInvocationOperation call)
                continue;
            var ordering = Of(call.TargetMethod, depth);
            holdsLater |= ordering.HoldsLater;
            holdsEarlier |= ordering.HoldsEarlier;
            foreach (var access in ordering.Accesses)
            {
                var path = Translate(access.Path, call.Instance, call.Arguments, NoAliases);
                if (path is null && access is { IsResult: true, Writes: false } && IsResult(call))
                    accesses.Add(access.In(WordAccess.NoPath, null, isCallersResult: true));
                else if (path is not null && IsVisibleToCaller(path, method))
                    accesses.Add(access.In(path, MemberIn(access, call.Arguments), access.IsResult && IsResult(call)));
            }
        }

        return new MemoryOrdering(accesses.ToImmutable(), holdsLater, holdsEarlier);
    }

    /// <summary>The field or property that the access is to, as the caller sees it.</summary>
    private static ISymbol? MemberIn(WordAccess access, ImmutableArray<IArgumentOperation> arguments)
    {
        if (access.Member is not null)
            return access.Member;
        var operand = arguments.FirstOrDefault(argument => argument.Parameter?.Name == access.Path)?.Value;
        while (operand is IConversionOperation or IAddressOfOperation)
            operand = operand.ChildOperations.First();
        return operand is IFieldReferenceOperation field ? field.Field : null;
    }

    /// <summary>Whether the body does nothing but return the value, or what operators make of it.</summary>
    private static bool IsResult(IOperation value)
    {
        while (value.Parent is { } parent && ValueFlow.Passes(parent))
            value = parent;
        return value.Parent is IReturnOperation { Parent: IBlockOperation { Operations.Length: 1 } };
    }

    /// <summary>Whether the path begins at <c>this</c>, a parameter or the type, not at a local variable of the body.</summary>
    private static bool IsVisibleToCaller(string path, IMethodSymbol method)
    {
        var root = path.Split('.')[0];
        return root == "this" || root == method.ContainingType.Name || method.Parameters.Any(parameter => parameter.Name == root);
    }

    private static MemoryOrdering? OfLibrary(IMethodSymbol method) => (method.ContainingType?.ToDisplayString(), method.Name) switch
    {
        ("System.Threading.Volatile", "ReadBarrier") => new MemoryOrdering([], holdsLater: true, holdsEarlier: false),
        ("System.Threading.Volatile", "WriteBarrier") => new MemoryOrdering([], holdsLater: false, holdsEarlier: true),
        ("System.Threading.Interlocked" or "System.Threading.Thread", "MemoryBarrier" or "MemoryBarrierProcessWide") =>
            new MemoryOrdering([], holdsLater: true, holdsEarlier: true),
        ("System.Threading.Volatile" or "System.Threading.Interlocked", var name) when !method.Parameters.IsEmpty =>
            new MemoryOrdering(
                [new WordAccess(method.Parameters[0].Name, null, reads: name != "Write", writes: name != "Read", isResult: true)],
                holdsLater: false, holdsEarlier: false),
        _ => null,
    };
}
