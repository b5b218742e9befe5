// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The lock in this field is taken after the named locks, never before them.</summary>
/// <param name="locks">The other locks, as a member of the same type names them.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class AcquiredAfterAttribute(params string[] locks) : Attribute
{
    /// <summary>The locks that are taken first.</summary>
    public string[] Locks => locks;
}
