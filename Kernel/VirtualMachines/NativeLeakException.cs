// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Native;

namespace Kernel.VirtualMachines;

/// <summary>The system was switched off while unmanaged memory or pinned pages were still held; names each block.</summary>
public sealed class NativeLeakException(IReadOnlyList<NativeAllocation> leaks)
    : Exception($"{leaks.Count} blocks of unmanaged memory leaked: {string.Join(", ", leaks)}.")
{
    /// <summary>The blocks.</summary>
    public IReadOnlyList<NativeAllocation> Leaks { get; } = leaks;
}
