// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The lock in this field is taken after others, never before them.</summary>
/// <param name="locks">The others, as a member of the same type names them.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class AcquiredAfterAttribute(params string[] locks) : Attribute
{
    /// <summary>The locks that come first.</summary>
    public string[] Locks => locks;
}
