// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.Diagnostics;

/// <summary>Whether the kernel of one host has oopsed.</summary>
internal sealed class Taint
{
    /// <summary>Set for good by the first oops.</summary>
    internal bool IsSet { get; set; }
}
