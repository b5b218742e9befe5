// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.SharedWords;

/// <summary>The rules on words that other threads may change at any time.</summary>
internal static class SharedWordDescriptors
{
    private static readonly RuleFamily Family = new();

    // {0} is the field or property, {1} what may go wrong.
    public static readonly DiagnosticDescriptor ReadPlainly = Family.Create(
        RuleIds.SharedReadPlainly, "A shared word is read plainly",
        "{0} may be changed by another thread, but is read plainly: {1}");

    // {0} is the field or property.
    public static readonly DiagnosticDescriptor ReadAgain = Family.Create(
        RuleIds.SharedReadAgain, "A shared word is read again after it was tested",
        "{0} is read again after it was tested: another thread may have changed it in between");

    /// <summary>The descriptors above.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Family.All;
}
