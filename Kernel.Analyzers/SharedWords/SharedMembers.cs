// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Locks;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.SharedWords;

/// <summary>Which fields and properties are shared words: those with <c>[SharedWord]</c>, and <c>volatile</c> fields.</summary>
internal sealed class SharedMembers(Compilation compilation)
{
    private readonly AttributeUsers _users = new(compilation, KernelAttributes.SharedWordName);

    // By the type that declares them: the names of its shared members.
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableHashSet<string>> _names = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the member is a shared word.</summary>
    public bool Contain(ISymbol member) =>
        member is IFieldSymbol { IsVolatile: true } ||
        (member is not IFieldSymbol { IsConst: true } && NamesIn(member).Contains(member.Name));

    /// <summary>Whether the type that declares the member has shared words, which the member may read.</summary>
    public bool MayBeReadBy(ISymbol member) => !NamesIn(member).IsEmpty;

    /// <summary>Whether the member is guarded by a lock.</summary>
    public static bool IsGuarded(ISymbol member) => KernelAttributes.On(member, LockAttributes.GuardedBy).Any();

    private ImmutableHashSet<string> NamesIn(ISymbol member) =>
        member.ContainingType is { } type && _users.Include(type.ContainingAssembly)
            ? _names.GetOrAdd(type.OriginalDefinition, SharedNames)
            : [];

    /// <summary>An automatic property is shared if its field is.</summary>
    private static ImmutableHashSet<string> SharedNames(INamedTypeSymbol type) =>
    [
        .. from member in type.GetMembers()
           where member is IFieldSymbol { IsVolatile: true } ||
               (member is IFieldSymbol or IPropertySymbol && KernelAttributes.On(member, KernelAttributes.SharedWordName).Any())
           select (member as IFieldSymbol)?.AssociatedSymbol?.Name ?? member.Name,
    ];
}
