// SPDX-License-Identifier: MIT
using System.Collections.Immutable;

namespace Kernel.Analyzers.Publication;

/// <summary>What a call does to the order of memory accesses.</summary>
/// <param name="accesses">
/// What it reads with acquire or writes with release semantics, as paths from a parameter, <c>this</c> or a type.
/// </param>
/// <param name="holdsLater">Whether no later access may be reordered before earlier reads.</param>
/// <param name="holdsEarlier">Whether no earlier access may be reordered after later writes.</param>
internal sealed class MemoryOrdering(ImmutableArray<string> accesses, bool holdsLater, bool holdsEarlier)
{
    public static readonly MemoryOrdering None = new([], false, false);

    public ImmutableArray<string> Accesses => accesses;

    public bool HoldsLater => holdsLater;

    public bool HoldsEarlier => holdsEarlier;
}
