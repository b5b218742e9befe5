// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member is called with the locks held and returns with them held.</summary>
/// <param name="locks">The locks, as in <see cref="AcquiresAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate)]
public sealed class MustHoldAttribute(params string[] locks) : Attribute
{
    /// <summary>The locks.</summary>
    public string[] Locks => locks;

    /// <summary>
    /// Whether they are spin locks. The body may then release them, sleep, and take them again; its callers are not reported for that.
    /// </summary>
    public bool Spins { get; set; }
}
