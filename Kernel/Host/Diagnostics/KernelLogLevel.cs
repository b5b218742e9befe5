// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.Diagnostics;

/// <summary>The levels of <c>printk</c>, most severe first, with the numbers that Linux gives them.</summary>
public enum KernelLogLevel
{
    /// <summary>The system is unusable.</summary>
    Emergency = 0,

    /// <summary>Something failed.</summary>
    Error = 3,

    /// <summary>Something looks wrong.</summary>
    Warning = 4,

    /// <summary>Something worth knowing happened.</summary>
    Information = 6,
}
