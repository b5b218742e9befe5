// SPDX-License-Identifier: MIT
namespace Kernel;

/// <summary>The kinds of violation of the real-mode contract.</summary>
public enum RealModeViolationKind
{
    /// <summary>Managed memory was allocated.</summary>
    Allocation,

    /// <summary>A member that may block was called.</summary>
    Blocking,

    /// <summary>The thread waited for a lock that another thread held.</summary>
    Contention,
}
