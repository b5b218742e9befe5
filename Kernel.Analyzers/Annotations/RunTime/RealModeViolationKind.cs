// SPDX-License-Identifier: MIT
namespace Kernel;

/// <summary>What real-mode code may not do.</summary>
public enum RealModeViolationKind
{
    /// <summary>It allocated managed memory.</summary>
    Allocation,

    /// <summary>It called what may block.</summary>
    Blocking,

    /// <summary>It waited for a lock that another thread held.</summary>
    Contention,
}
