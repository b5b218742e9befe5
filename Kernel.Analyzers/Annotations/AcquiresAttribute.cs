// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member takes locks and returns with them held.</summary>
/// <param name="locks">
/// The locks, as the member itself would name them: <c>this</c>, a parameter, a field, or a path from one of these
/// (<c>kvm-&gt;slots_lock</c>); or, after two colons, a name that stands for no object (<c>::preemption</c>).
/// </param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Delegate)]
public sealed class AcquiresAttribute(params string[] locks) : Attribute
{
    /// <summary>The locks.</summary>
    public string[] Locks => locks;

    /// <summary>Whether the holder spins rather than sleeps for them, and so may not sleep while it has them.</summary>
    public bool Spins { get; set; }

    /// <summary>Whether whoever holds them may take them again.</summary>
    public bool Nests { get; set; }
}
