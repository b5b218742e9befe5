// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>A call as the source states or implies it, before type arguments are substituted.</summary>
/// <param name="target">The member that the source names.</param>
/// <param name="receiver">The static type of the object, or the type variable that a static member is called on.</param>
/// <param name="isBase">Whether it is called as <c>base.Member</c>.</param>
internal readonly struct SourceCall(IMethodSymbol target, ITypeSymbol? receiver, bool isBase = false)
{
    public IMethodSymbol Target { get; } = target;

    public ITypeSymbol? Receiver { get; } = receiver;

    public bool IsBase { get; } = isBase;
}
