// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>What the host has done and holds.</summary>
/// <param name="TlbieCount">Global invalidations; 0 unless <see cref="InstrumentOptions.RecordInvalidations"/> is set.</param>
/// <param name="TlbielCount">Local invalidations; 0 unless <see cref="InstrumentOptions.RecordInvalidations"/> is set.</param>
/// <param name="NativeBytes">Bytes of unmanaged memory in use.</param>
public readonly record struct HostStatistics(long TlbieCount, long TlbielCount, ulong NativeBytes);
