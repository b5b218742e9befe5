// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member tries to take locks; its result tells whether it has.</summary>
/// <param name="result">The result with which the locks are held. For a number, true means any value but 0.</param>
/// <param name="locks">The locks, as in <see cref="AcquiresAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Delegate)]
public sealed class TryAcquiresAttribute(bool result, params string[] locks) : Attribute
{
    /// <summary>The result with which the locks are held.</summary>
    public bool Result => result;

    /// <summary>The locks.</summary>
    public string[] Locks => locks;

    /// <summary>Whether they are spin locks, whose holder may not sleep.</summary>
    public bool Spins { get; set; }

    /// <summary>
    /// Whether the lock is a bit of a word that is released by writing the word. Then only a return with the lock certainly held is
    /// reported, because which word a pointer refers to may depend on values that are not tracked.
    /// </summary>
    public bool InWord { get; set; }
}
