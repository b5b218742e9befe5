// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// Values of the type are addresses in an address space of their own. The memory is reached only through the members of the type, and
/// only members with <see cref="ConvertsAddressSpaceAttribute"/> may take the address out.
/// </summary>
/// <param name="space">The name of the space in messages: <c>vmalloc</c>, <c>user</c>, ….</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
public sealed class AddressSpaceAttribute(string space) : Attribute
{
    /// <summary>The name of the space.</summary>
    public string Space => space;
}
