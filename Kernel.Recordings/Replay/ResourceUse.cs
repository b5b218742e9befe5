// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>What the replay took.</summary>
/// <param name="Seconds">Time for all records: reading, calling, checking, without the checks of the whole table at marks.</param>
/// <param name="SecondsForTables">Time for checking the whole table at marks and at the end.</param>
/// <param name="CallsPerSecond">Hypercalls in a second of <paramref name="Seconds"/>.</param>
/// <param name="ManagedBytesInRealMode">
/// Bytes of managed memory allocated by the hypercalls that real mode answered; null where vcpus ran on threads of their own.
/// </param>
/// <param name="ManagedBytesInVirtualMode">
/// Bytes allocated by the hypercalls that virtual mode answered, where the simulated host records a page when it is first pinned; null
/// where vcpus ran on threads of their own.
/// </param>
/// <param name="ManagedBytesPerCall">
/// Bytes allocated for one hypercall on average, in either mode; null where vcpus ran on threads of their own.
/// </param>
/// <param name="ResidentBytes">The process's resident memory at the end, the virtual machine included.</param>
/// <param name="NativeBytes">Unmanaged memory in use at the end: table, reverse map, guest pages, kernel structures.</param>
public sealed record ResourceUse(
    double Seconds,
    double SecondsForTables,
    double CallsPerSecond,
    long? ManagedBytesInRealMode,
    long? ManagedBytesInVirtualMode,
    double? ManagedBytesPerCall,
    long ResidentBytes,
    ulong NativeBytes);
