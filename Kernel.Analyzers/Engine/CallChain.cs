// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>The shortest chain of calls from a function to a hazardous operation.</summary>
/// <param name="functions">The functions of the chain; the last one contains the operation.</param>
/// <param name="locations">Where each function calls the next, and last the location of the operation.</param>
/// <param name="end">The hazardous operation.</param>
internal sealed class CallChain(ImmutableArray<IMethodSymbol> functions, ImmutableArray<Location> locations, HazardousOperation end)
{
    public ImmutableArray<IMethodSymbol> Functions => functions;

    public ImmutableArray<Location> Locations => locations;

    public HazardousOperation End => end;
}
