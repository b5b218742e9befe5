// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member may take addresses out of pointers into the space, because it converts them.</summary>
/// <param name="space">The space, as <see cref="AddressSpaceAttribute"/> names it.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ConvertsAddressSpaceAttribute(string space) : Attribute
{
    /// <summary>The name of the space.</summary>
    public string Space => space;
}
