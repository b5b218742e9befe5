// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>What the host has done and holds.</summary>
/// <param name="TlbieCount">Global invalidations; 0 unless the system records them.</param>
/// <param name="TlbielCount">Local invalidations; 0 unless the system records them.</param>
/// <param name="NativeBytes">Bytes of unmanaged memory in use.</param>
public readonly record struct HostStatistics(long TlbieCount, long TlbielCount, ulong NativeBytes);
