// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The code runs in real mode: address translation is off. It may not block, allocate managed memory, throw, catch, or touch memory
/// that is only mapped virtually, and neither may anything that it calls.
/// </summary>
/// <remarks>
/// Verified at compile time by Kernel.Analyzers, which knows this attribute by its full name only: a project's own declaration of
/// <c>Kernel.RealModeAttribute</c> works as well.
/// </remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate |
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class RealModeAttribute : Attribute
{
    /// <summary>
    /// The escape: callers may rely on the contract, but the body is not verified. The value is the reason, and a reason is compulsory.
    /// </summary>
    public string? Unchecked { get; set; }
}
