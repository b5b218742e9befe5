// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The code runs in real mode, with address translation off. It may not block, allocate managed memory, throw, catch, or touch memory
/// that is only mapped with translation on, and neither may anything that it calls.
/// </summary>
/// <remarks>
/// Kernel.Analyzers verifies it at compile time. It knows the attribute by its full name, so a project may declare its own
/// <c>Kernel.RealModeAttribute</c>.
/// </remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate |
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class RealModeAttribute : Attribute
{
    /// <summary>
    /// The escape: callers may rely on the contract, but the body is not verified. The value is the reason and must not be empty.
    /// </summary>
    public string? Unchecked { get; set; }
}
