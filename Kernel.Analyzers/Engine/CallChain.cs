// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>The shortest way from a call to the fault that it leads to.</summary>
/// <param name="functions">The functions on the way, the callee first, the one with the fault last.</param>
/// <param name="locations">The calls between them, and at last the fault.</param>
/// <param name="fault">The fault.</param>
internal sealed class CallChain(ImmutableArray<IMethodSymbol> functions, ImmutableArray<Location> locations, HazardousOperation fault)
{
    public ImmutableArray<IMethodSymbol> Functions => functions;

    public ImmutableArray<Location> Locations => locations;

    public HazardousOperation Fault => fault;
}
