// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.AddressSpaces;
using Kernel.Host.Diagnostics;
using Kernel.Host.Files;
using Kernel.Host.Memory;
using Kernel.Machine;
using Kernel.Native;

namespace Kernel.Host;

/// <summary>
/// The rest of Linux, as far as the ported code needs it: memory, address spaces, files, the log. One kernel runs on one machine, so
/// there is one of these at a time; the headers reach it through <see cref="Current"/>.
/// </summary>
internal sealed class SimulatedHost
{
    private static SimulatedHost? _current;

    internal SimulatedHost(Processor processor, int pageShift)
    {
        Processor = processor;
        Memory = new PhysicalMemory(Heap, pageShift);
        Process = new AddressSpace(Heap, Memory, Faults, pageShift);
        Files = new FileTable(Heap, Faults);
    }

    /// <summary>The host that is booted.</summary>
    internal static SimulatedHost Current => _current ?? throw new InvalidOperationException("No system is booted.");

    /// <summary>Whether a host is booted.</summary>
    internal static bool IsBooted => _current is not null;

    internal Processor Processor { get; }

    internal NativeHeap Heap { get; } = new();

    internal FaultInjector Faults { get; } = new();

    internal KernelLog Log { get; } = new();

    internal PhysicalMemory Memory { get; }

    internal AddressSpace Process { get; }

    internal FileTable Files { get; }

    /// <summary>Zeroed bytes behind each vmalloc area that may be touched: lets an out-of-bounds access of an erratum go on.</summary>
    internal ulong VmallocSlack { get; set; }

    /// <summary>Whether memory that C would leave uninitialised reads as zero.</summary>
    internal bool ZeroUninitialisedMemory { get; set; }

    /// <summary>Whether an oops has happened: locks may be held for ever, and nothing can be undone in order.</summary>
    internal bool IsTainted { get; set; }

    /// <summary>Makes this host the current one.</summary>
    internal void Boot()
    {
        if (Interlocked.CompareExchange(ref _current, this, null) is not null)
            throw new InvalidOperationException("A system is booted already; dispose it first. One kernel runs on one machine.");
    }

    /// <summary>Switches the host off and frees all native memory, unless threads may still be using it.</summary>
    internal void SwitchOff(bool keepMemory)
    {
        Interlocked.CompareExchange(ref _current, null, this);
        if (!keepMemory)
            Heap.Dispose();
    }
}
