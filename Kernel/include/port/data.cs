// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;
using Kernel.Native;

namespace Linux.include.port;

/// <summary>
/// The kernel's data section: static variables of the C whose address matters. Each file lays out its own in <c>__data()</c>, which the
/// boot calls, so that every boot begins with fresh ones.
/// </summary>
internal static unsafe class data_h
{
    internal static void* data(string name, ulong size) =>
        SimulatedHost.Current.Heap.Allocate(name, (nuint)size, options: BlockOptions.Permanent);
}
