// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Errata;

/// <summary>What a defect of the original could do to those who ran it.</summary>
public enum ErratumSeverity
{
    /// <summary>Little: a wasted page, an answer that nobody asks for.</summary>
    Low,

    /// <summary>A guest or user space is told wrong things, or waits in vain.</summary>
    Medium,

    /// <summary>Guests do not start, or memory is read, written or kept that is somebody else's.</summary>
    High,

    /// <summary>Every guest of the ordinary kind is hit.</summary>
    Critical,
}
