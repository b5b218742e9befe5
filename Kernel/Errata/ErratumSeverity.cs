// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Errata;

/// <summary>The effect of a defect on those who ran the original.</summary>
public enum ErratumSeverity
{
    /// <summary>A page is wasted, or a result is wrong that is hardly ever used.</summary>
    Low,

    /// <summary>A guest or user space gets wrong information, or waits in vain.</summary>
    Medium,

    /// <summary>Guests do not start, or memory is read, written or kept without permission.</summary>
    High,

    /// <summary>Every ordinary guest is affected.</summary>
    Critical,
}
