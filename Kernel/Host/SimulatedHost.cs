// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Diagnostics;
using Kernel.Host.Files;
using Kernel.Host.Memory;
using Kernel.Host.Scheduling;
using Kernel.Machine;
using Kernel.Native;
using Linux;

namespace Kernel.Host;

// Unsafe: ProcessTask is a permanent block of the heap, which goes last.
/// <summary>
/// The rest of Linux, as far as the ported code needs it: memory, address spaces, files, the log. One kernel runs on one machine, so
/// there is one of these at a time; the headers reach it through <see cref="Current"/>.
/// </summary>
internal sealed unsafe class SimulatedHost
{
    private static SimulatedHost? _current;

    internal SimulatedHost(Processor processor, int pageShift, int cores)
    {
        Processor = processor;
        Memory = new PhysicalMemory(Heap, pageShift);
        Process = new AddressSpace(Heap, Memory, Faults, pageShift);
        Files = new FileTable(Heap, Faults);
        Cores = new CoreAllocator(Heap, cores, processor.ThreadsPerCore);
        CoreCount = cores;
        ProcessTask = (task_struct*)Heap.Allocate("struct task_struct of the process", (nuint)sizeof(task_struct), permanent: true);
        ProcessTask->mm = Process.Mm;
        ProcessTask->cpu = -1;
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

    /// <summary>Who is on which core.</summary>
    internal CoreAllocator Cores { get; }

    /// <summary>How many cores there are.</summary>
    internal int CoreCount { get; }

    /// <summary>Timers of the kernel.</summary>
    internal TimerQueue Timers { get; } = new();

    /// <summary>The task that stands for all threads of the process that run no vcpu.</summary>
    internal task_struct* ProcessTask { get; }

    /// <summary>Whether the host uses all threads of a core for itself, which KVM in hypervisor mode cannot work with.</summary>
    internal bool AreSecondaryThreadsOnline { get; set; }

    /// <summary>Zeroed bytes behind each vmalloc area that may be touched: lets an out-of-bounds access of an erratum go on.</summary>
    internal ulong VmallocSlack { get; set; }

    /// <summary>Whether memory that C would leave uninitialised reads as zero.</summary>
    internal bool ZeroUninitialisedMemory { get; set; }

    /// <summary>Whether an oops has happened: locks may be held for ever, and nothing can be undone in order.</summary>
    internal bool IsTainted { get; set; }

    /// <summary>Makes this host the current one and switches its processors on.</summary>
    internal void Boot(TimeProvider clock)
    {
        if (!Atomics.TryInitialize(ref _current, this))
            throw new InvalidOperationException("A system is booted already; dispose it first. One kernel runs on one machine.");
        TimeBase.Start(clock);
        HardwareThreads.PowerOn(Heap, Memory, Processor, CoreCount);
    }

    /// <summary>Switches the host off and frees all native memory, unless threads may still be using it.</summary>
    internal void SwitchOff(bool keepMemory)
    {
        Atomics.CompareExchange(ref _current, null, this);
        Timers.Stop();
        if (keepMemory)
            return;
        HardwareThreads.PowerOff();
        Heap.Dispose();
    }
}
