// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The code runs in atomic context (a spin lock is held or pre-emption is off): it may not block. It may allocate.</summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate |
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class AtomicAttribute : Attribute
{
    /// <summary>The escape: a non-empty reason for which the body is not verified.</summary>
    public string? Unchecked { get; set; }
}
