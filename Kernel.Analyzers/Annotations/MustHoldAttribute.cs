// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member is called with locks held, and keeps them.</summary>
/// <param name="locks">The locks, as in <see cref="AcquiresAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate)]
public sealed class MustHoldAttribute(params string[] locks) : Attribute
{
    /// <summary>The locks.</summary>
    public string[] Locks => locks;

    /// <summary>
    /// Whether their holder spins rather than sleeps for them. The body may then give them up, sleep, and take them again, and is judged
    /// for that; its callers are not.
    /// </summary>
    public bool Spins { get; set; }
}
