// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// A value of the type is an address in a space of its own: what it points to is reached through its members only, and outside the type
/// the address itself is taken by none but those who convert it.
/// </summary>
/// <param name="space">The space, as messages name it: <c>vmalloc</c>, <c>user</c>, ….</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
public sealed class AddressSpaceAttribute(string space) : Attribute
{
    /// <summary>The space.</summary>
    public string Space => space;
}
