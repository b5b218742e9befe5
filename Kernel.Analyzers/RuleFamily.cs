// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers;

/// <summary>
/// Creates the descriptors of rules that belong together. Category and help link follow from the id; every rule is a warning.
/// </summary>
internal sealed class RuleFamily
{
    private readonly List<DiagnosticDescriptor> _descriptors = [];

    /// <summary>The descriptors in the order of their creation.</summary>
    public ImmutableArray<DiagnosticDescriptor> All => [.. _descriptors];

    /// <param name="id">A constant of <see cref="RuleIds"/>.</param>
    /// <param name="title">What is reported, as the rule's page and the index of the rules name it.</param>
    /// <param name="message">The text of a report, with placeholders.</param>
    /// <param name="isEnabledByDefault">Whether the rule reports without being configured.</param>
    /// <param name="customTags">Tags as in <see cref="WellKnownDiagnosticTags"/>.</param>
    public DiagnosticDescriptor Create(string id, string title, string message, bool isEnabledByDefault = true, params string[] customTags)
    {
        var descriptor = new DiagnosticDescriptor(
            id, title, message, CategoryOf(id), DiagnosticSeverity.Warning, isEnabledByDefault,
            description: null, helpLinkUri: "docs/rules/" + id + ".md", customTags);
        _descriptors.Add(descriptor);
        return descriptor;
    }

    /// <summary>The first two digits of an id name its category.</summary>
    private static string CategoryOf(string id) => id.Substring("KRN".Length, 2) switch
    {
        "20" => "Locks",
        "21" => "AddressSpaces",
        "22" => "Publication",
        "23" => "Layers",
        _ => "RealMode",
    };
}
