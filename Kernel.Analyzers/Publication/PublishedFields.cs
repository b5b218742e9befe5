// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Publication;

/// <summary>Which fields are published by which flags: reads <c>[PublishedBy]</c>, which is known by full name.</summary>
internal sealed class PublishedFields
{
    public const string PublishedBy = "PublishedByAttribute";

    private readonly ConcurrentDictionary<INamedTypeSymbol, Dictionary<string, string>> _flags = new(SymbolEqualityComparer.Default);

    /// <summary>The flag that publishes the field, or null.</summary>
    public string? FlagOf(IFieldSymbol field) => FlagsIn(field).TryGetValue(field.Name, out var flag) ? flag : null;

    /// <summary>Whether the field is a flag that publishes other fields of its type.</summary>
    public bool IsFlag(IFieldSymbol field) => FlagsIn(field).ContainsValue(field.Name);

    /// <summary>The flag of each published field in the type that declares a field, by name.</summary>
    private Dictionary<string, string> FlagsIn(IFieldSymbol field) =>
        _flags.GetOrAdd(field.ContainingType.OriginalDefinition, static type =>
        (from published in type.GetMembers().OfType<IFieldSymbol>()
         from flag in KernelAttributes.On(published, PublishedBy).SelectMany(KernelAttributes.NamesIn)
         select (published.Name, flag)).ToDictionary(pair => pair.Name, pair => pair.flag));
}
