// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Library;

/// <summary>The entries of Library.effects, which decide about compiled members. The file describes its format.</summary>
internal static class LibraryEffects
{
    private const string ResourceName = "Library.effects";
    private const string OperatorPrefix = "op_";

    private static readonly Dictionary<string, LibraryEffect> Entries = Read();

    public static IReadOnlyCollection<string> AllPatterns => Entries.Keys;

    /// <summary>The most specific entry for the member or one that it overrides.</summary>
    public static LibraryEffect Of(ISymbol member)
    {
        for (var symbol = Declaration(member); symbol is not null; symbol = Overridden(symbol))
        {
            if (OfDeclaration(symbol) is var effect and not LibraryEffect.Unknown)
                return effect;
        }

        return LibraryEffect.Unknown;
    }

    private static LibraryEffect OfDeclaration(ISymbol member)
    {
        if (member.ContainingType is not { } type)
            return LibraryEffect.Unknown;

        var name = member.MetadataName;
        var typeName = TypeName(type);
        foreach (var pattern in Patterns(type, typeName, name))
        {
            if (Entries.TryGetValue(pattern, out var effect))
                return effect;
        }

        return LibraryEffect.Unknown;
    }

    /// <summary>The patterns that match a member, the most specific first.</summary>
    private static IEnumerable<string> Patterns(INamedTypeSymbol type, string typeName, string name)
    {
        yield return typeName + "." + name;
        if (name.StartsWith(OperatorPrefix, StringComparison.Ordinal))
            yield return typeName + "." + OperatorPrefix + "*";
        yield return "*." + name;
        yield return typeName + ".*";
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            yield return space.ToDisplayString() + ".**";
    }

    private static string TypeName(INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } outer } => TypeName(outer) + "+" + type.MetadataName,
        { ContainingNamespace: { IsGlobalNamespace: false } space } => space.ToDisplayString() + "." + type.MetadataName,
        _ => type.MetadataName,
    };

    /// <summary>The declaration whose name patterns match: for an accessor its property or event.</summary>
    private static ISymbol Declaration(ISymbol member) =>
        (member is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : member).OriginalDefinition;

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod?.OriginalDefinition,
        IPropertySymbol property => property.OverriddenProperty?.OriginalDefinition,
        IEventSymbol @event => @event.OverriddenEvent?.OriginalDefinition,
        _ => null,
    };

    private static Dictionary<string, LibraryEffect> Read()
    {
        using var stream = typeof(LibraryEffects).Assembly.GetManifestResourceStream(ResourceName)!;
        using var reader = new StreamReader(stream);
        var entries = new Dictionary<string, LibraryEffect>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;

            var gap = line.IndexOf(' ');
            var effect = (LibraryEffect)Enum.Parse(typeof(LibraryEffect), line.Substring(0, gap), ignoreCase: true);
            foreach (var pattern in BraceExpansion.Of(line.Substring(gap).Trim()))
                entries.Add(pattern, effect);
        }

        return entries;
    }
}
