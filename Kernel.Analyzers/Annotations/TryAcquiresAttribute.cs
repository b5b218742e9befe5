// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member takes locks, or fails to; its result tells which.</summary>
/// <param name="result">The result with which the locks are held. Where it returns a number, true stands for anything but 0.</param>
/// <param name="locks">The locks, as in <see cref="AcquiresAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Delegate)]
public sealed class TryAcquiresAttribute(bool result, params string[] locks) : Attribute
{
    /// <summary>The result with which the locks are held.</summary>
    public bool Result => result;

    /// <summary>The locks.</summary>
    public string[] Locks => locks;

    /// <summary>Whether the holder may not sleep while it has them.</summary>
    public bool Spins { get; set; }

    /// <summary>
    /// Whether the lock is a bit of a word, released by a write to the word. Then only a return with the lock held for certain is
    /// reported, for which word the pointer names may depend on what cannot be followed.
    /// </summary>
    public bool InWord { get; set; }
}
