// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member takes locks and returns with them held.</summary>
/// <param name="locks">
/// The locks, as the member itself would name them: <c>this</c>, a parameter, a field, or a path from one of these
/// (<c>kvm-&gt;slots_lock</c>); or a name after two colons that refers to no object (<c>::preemption</c>).
/// </param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Delegate)]
public sealed class AcquiresAttribute(params string[] locks) : Attribute
{
    /// <summary>The locks.</summary>
    public string[] Locks => locks;

    /// <summary>Whether they are spin locks, whose holder may not sleep.</summary>
    public bool Spins { get; set; }

    /// <summary>Whether the holder may take them again.</summary>
    public bool Nests { get; set; }
}
