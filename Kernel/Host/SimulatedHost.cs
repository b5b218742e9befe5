// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Diagnostics;
using Kernel.Host.Files;
using Kernel.Host.Memory;
using Kernel.Host.Scheduling;
using Kernel.Machine;
using Kernel.Native;

namespace Kernel.Host;

// Unsafe: the pointer to the address space is handed to the scheduler and not followed here; both live as long as the heap.
/// <summary>
/// The rest of Linux, as far as the ported code needs it: memory, address spaces, files, the log. One kernel runs on one machine, so
/// there is one of these at a time; the headers reach it through <see cref="Current"/>.
/// </summary>
internal sealed unsafe class SimulatedHost
{
    private static SimulatedHost? _current;

    private readonly int _cores;
    private readonly Taint _taint = new();

    internal SimulatedHost(Processor processor, int pageShift, int cores)
    {
        Processor = processor;
        Heap.Complain = reason => Log.Write(KernelLogLevel.Warning, reason);
        Memory = new PhysicalMemory(Heap, Lifetime, pageShift);
        Files = new FileTable(Heap, Faults);
        Process = new AddressSpace(Heap, Lifetime, Memory, Faults, Files, pageShift);
        Scheduler = new Scheduler(Heap, Process.Mm, cores, processor.ThreadsPerCore);
        _cores = cores;
    }

    /// <summary>The host that is switched on. For headers; the host's own folders are given what they need.</summary>
    internal static SimulatedHost Current => _current ?? throw new InvalidOperationException("No system is booted.");

    internal Processor Processor { get; }

    internal NativeHeap Heap { get; } = new();

    /// <summary>Its uses by the user's threads, for which switching it off waits.</summary>
    internal Lifetime Lifetime { get; } = new();

    internal FaultInjector Faults { get; } = new();

    internal KernelLog Log { get; } = new();

    internal PhysicalMemory Memory { get; }

    internal AddressSpace Process { get; }

    internal FileTable Files { get; }

    /// <summary>Tasks and the cores that they run on.</summary>
    internal Scheduler Scheduler { get; }

    /// <summary>Timers of the kernel.</summary>
    internal TimerQueue Timers { get; } = new();

    /// <summary>Whether the host uses all threads of a core for itself, which KVM in hypervisor mode cannot work with.</summary>
    internal bool AreSecondaryThreadsOnline { get; set; }

    /// <summary>Zeroed bytes behind each vmalloc area that may be touched: lets an out-of-bounds access of an erratum go on.</summary>
    internal ulong VmallocSlack { get; set; }

    /// <summary>Whether memory that C would leave uninitialised reads as zero.</summary>
    internal bool ZeroUninitialisedMemory { get; set; }

    /// <summary>Whether an oops has happened: locks may be held forever, and nothing can be undone in order.</summary>
    internal bool IsTainted => _taint.IsSet;

    /// <summary>How many processors there are: the hardware threads of all cores.</summary>
    internal int ProcessorCount => _cores * Processor.ThreadsPerCore;

    /// <summary>
    /// Whether a processor runs tasks of the host. All but the first of a core do not, unless the system was booted so: they nap until KVM
    /// needs them.
    /// </summary>
    internal bool IsOnline(int cpu) => AreSecondaryThreadsOnline || cpu % Processor.ThreadsPerCore == 0;

    /// <summary>Makes this host the current one and switches its machine on.</summary>
    /// <param name="clock">What drives the time base and all timers.</param>
    /// <param name="logsInvalidations">Whether the invalidations of translations are logged and counted, and can be held up.</param>
    /// <exception cref="InvalidOperationException">Another host is switched on. This one's memory has been freed.</exception>
    internal void PowerOn(TimeProvider clock, bool logsInvalidations)
    {
        if (!Atomics.TryInitialize(ref _current, this))
        {
            Heap.Dispose();
            throw new InvalidOperationException("A system is booted already; dispose it first. One kernel runs on one machine.");
        }
        try
        {
            ContextChecks.Reset();
            Oops.PowerOn(_taint);
            TimeBase.PowerOn(clock, Scheduler.SignalAll);
            HardwareThreads.PowerOn(Heap, Memory, Processor, _cores);
            SecondaryThreads.PowerOn(ProcessorCount);
            if (logsInvalidations)
                TlbInstruments.PowerOn(Heap);
        }
        catch
        {
            PowerOff(keepsMemory: false);
            throw;
        }
    }

    /// <summary>
    /// Switches the machine off: first the threads that execute on it, then what they use; frees all native memory unless a thread may
    /// still use it. Another host can be switched on only after that.
    /// </summary>
    /// <param name="keepsMemory">Whether a thread hangs inside the kernel, to which its memory is left.</param>
    internal void PowerOff(bool keepsMemory)
    {
        try
        {
            keepsMemory |= !SecondaryThreads.PowerOff();
            Timers.Dispose();
            TlbInstruments.PowerOff();
            Oops.PowerOff();
            ContextChecks.Reset();
            if (keepsMemory)
                return;
            HardwareThreads.PowerOff();
            Heap.Dispose();
        }
        finally
        {
            Atomics.CompareExchange(ref _current, null, this);
        }
    }
}
