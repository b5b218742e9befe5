// SPDX-License-Identifier: MIT
using System.Collections.Immutable;

namespace Kernel.Analyzers.Publication;

/// <summary>What a call does to the order of memory accesses.</summary>
/// <param name="accesses">What it reads with acquiring or writes with releasing order, as paths from its parameters, from <c>this</c> or from a type.</param>
/// <param name="holdsLater">Does it keep all later accesses behind earlier reads?</param>
/// <param name="holdsEarlier">Does it keep all earlier accesses before later writes?</param>
internal sealed class MemoryOrdering(ImmutableArray<string> accesses, bool holdsLater, bool holdsEarlier)
{
    public static readonly MemoryOrdering None = new([], false, false);

    public ImmutableArray<string> Accesses => accesses;

    public bool HoldsLater => holdsLater;

    public bool HoldsEarlier => holdsEarlier;
}
