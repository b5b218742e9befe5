// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The member is called with locks held and returns without them.</summary>
/// <param name="locks">The locks, as in <see cref="AcquiresAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Delegate)]
public sealed class ReleasesAttribute(params string[] locks) : Attribute
{
    /// <summary>The locks.</summary>
    public string[] Locks => locks;

    /// <summary>Whether it may also be called without them, as a write to a word that may contain a lock bit.</summary>
    public bool IfHeld { get; set; }
}
