// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The field is only touched with a lock held. With <see cref="SharedWordAttribute"/> it may be read without the lock too. Constructors are
/// exempt: no other thread has the object yet.
/// </summary>
/// <param name="lock">The lock, as a member of the same type names it.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class GuardedByAttribute(string @lock) : Attribute
{
    /// <summary>The name of the lock.</summary>
    public string Lock => @lock;
}
