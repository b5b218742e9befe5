// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Publication;

/// <summary>What a call does to the order of memory accesses.</summary>
/// <param name="accesses">What it reads with acquire or writes with release semantics.</param>
/// <param name="holdsLater">Whether no later access may be reordered before earlier reads.</param>
/// <param name="holdsEarlier">Whether no earlier access may be reordered after later writes.</param>
internal sealed class MemoryOrdering(ImmutableArray<WordAccess> accesses, bool holdsLater, bool holdsEarlier)
{
    public static readonly MemoryOrdering None = new([], false, false);

    public ImmutableArray<WordAccess> Accesses => accesses;

    /// <summary>The accesses to the word that a parameter points or refers to.</summary>
    public IEnumerable<WordAccess> To(IParameterSymbol? parameter) =>
        parameter is null ? [] : accesses.Where(access => access.Path.Split('.')[0] == parameter.Name);

    public bool HoldsLater => holdsLater;

    public bool HoldsEarlier => holdsEarlier;
}
