// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The code runs in atomic context (a spin lock is held or pre-emption is off): it may not block. Allocation is allowed.</summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate |
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class AtomicAttribute : Attribute
{
    /// <summary>The escape: the body is not verified, for the reason given.</summary>
    public string? Unchecked { get; set; }
}
