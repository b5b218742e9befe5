// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.Diagnostics;

/// <summary>One line of the kernel's log.</summary>
/// <param name="Level">How severe it is.</param>
/// <param name="Message">Its text, without the final line feed.</param>
[Atomic]
public readonly record struct KernelLogEntry(KernelLogLevel Level, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"<{(int)Level}>{Message}";
}
