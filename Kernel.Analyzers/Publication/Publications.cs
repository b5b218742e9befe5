// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers;

/// <summary>Which fields are published, and by which flags: <c>[PublishedBy]</c>, known by its full name.</summary>
internal sealed class Publications
{
    public const string PublishedBy = "PublishedByAttribute";

    private readonly ConcurrentDictionary<INamedTypeSymbol, HashSet<string>> _flags = new(SymbolEqualityComparer.Default);

    /// <summary>The flag that publishes the field, or null.</summary>
    public static string? FlagOf(IFieldSymbol field) =>
        KernelAttributes.On(field, PublishedBy).Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string).FirstOrDefault();

    /// <summary>Does the field publish others of its type?</summary>
    public bool IsFlag(IFieldSymbol field) => _flags.GetOrAdd(field.ContainingType.OriginalDefinition, FlagsIn).Contains(field.Name);

    private static HashSet<string> FlagsIn(INamedTypeSymbol type) => [.. type.GetMembers().OfType<IFieldSymbol>().Select(FlagOf).OfType<string>()];
}
