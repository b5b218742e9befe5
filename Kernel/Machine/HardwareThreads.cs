// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine.Interrupts;
using Kernel.Machine.Translation;
using Kernel.Native;

namespace Kernel.Machine;

// Unsafe: one permanent block of the heap holds the threads and another the cores, from PowerOn to PowerOff. Indices are checked, or come
// from a thread's own number. Threads of the process that execute on a hardware thread have ended before PowerOff.
/// <summary>The hardware threads of the machine, core by core: switching them on and off, and waiting for their interrupts.</summary>
internal static unsafe class HardwareThreads
{
    private static HardwareThread* _threads;
    private static ConditionLock[]? _gates;
    private static NativeHeap? _heap;
    private static BriefLock? _starting;
    private static int _threadsPerCore;
    private static bool _napsAreOver;

    /// <summary>Number of hardware threads.</summary>
    internal static int Count => _gates!.Length - 1;

    /// <summary>The hardware thread of process threads that execute on no other: registers as after power-on, and never a guest.</summary>
    internal static HardwareThread* Detached
    {
        [RealMode]
        get => _threads;
    }

    /// <summary>The UAMOR of a hardware thread.</summary>
    internal static ulong UamorOf(int number) => At(number)->Uamor;

    /// <summary>The memory on their bus.</summary>
    internal static IRealMemory Memory { get; private set; } = null!;

    /// <summary>Makes the threads in their power-on state.</summary>
    /// <param name="heap">Owns their memory.</param>
    /// <param name="memory">What they load from and store to.</param>
    /// <param name="processor">The kind of processor.</param>
    /// <param name="cores">Number of cores.</param>
    internal static void PowerOn(NativeHeap heap, IRealMemory memory, Processor processor, int cores)
    {
        int count = cores * processor.ThreadsPerCore;
        TlbSet.Reset();
        Checkstop.Clear();
        _heap = heap;
        _starting = new BriefLock();
        _threadsPerCore = processor.ThreadsPerCore;
        _napsAreOver = false;
        Memory = memory;
        _gates = [.. Enumerable.Range(0, count + 1).Select(_ => new ConditionLock())];

        // Detached comes first, then the others, so that numbers can begin with 0.
        var cells = (HardwareCore*)heap.Allocate("cores", (nuint)((cores + 1) * sizeof(HardwareCore)), options: BlockOptions.Permanent);
        _threads = (HardwareThread*)heap.Allocate(
            "hardware threads", (nuint)((count + 1) * sizeof(HardwareThread)), options: BlockOptions.Permanent);
        for (int i = 0; i <= count; i++)
        {
            HardwareThread* thread = _threads + i;
            thread->Number = i == 0 ? count : i - 1;
            thread->Core = cells + (i == 0 ? cores : (i - 1) / processor.ThreadsPerCore);
            processor.Reset(thread);
            var entries = (SlbEntry*)heap.Allocate(
                "SLB", (nuint)(processor.SlbEntries * sizeof(SlbEntry)), options: BlockOptions.Permanent);
            thread->Translation.Slb = new SegmentLookasideBuffer(entries, processor.SlbEntries);
        }
    }

    /// <summary>Forgets the threads; the heap frees their memory. <see cref="SecondaryThreads"/> are off already.</summary>
    internal static void PowerOff()
    {
        TlbSet.Reset();
        Checkstop.Clear();
        _threads = null;
        _heap = null;
    }

    /// <summary>The thread with a number.</summary>
    internal static HardwareThread* At(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        return _threads + 1 + number;
    }

    /// <summary>Prepares a core for guests on its first use: its threads get TLBs, and all but the first nap.</summary>
    /// <param name="core">Its number.</param>
    /// <returns>Its first thread, for the caller to execute on.</returns>
    internal static HardwareThread* StartCore(int core)
    {
        HardwareThread* first = At(core * _threadsPerCore);
        using (_starting!.Hold())
        {
            for (int i = 0; i < _threadsPerCore; i++)
            {
                Equip(first + i);
                if (i != 0)
                    SecondaryThreads.Start(first + i);
            }
        }
        return first;
    }

    /// <summary>Gives a thread its TLB, if it has none yet. One caller at a time.</summary>
    internal static void Equip(HardwareThread* thread)
    {
        if (thread->CachedTranslations != null)
            return;
        thread->CachedTranslations = Tlb.Create(_heap!);
        TlbSet.Register(thread->CachedTranslations);
    }

    /// <summary>The first hardware thread of a thread's core; those of its core follow each other.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="count">Gets how many they are.</param>
    [RealMode]
    internal static HardwareThread* CoreOf(HardwareThread* thread, out int count)
    {
        count = thread == _threads ? 1 : _threadsPerCore;
        return thread == _threads ? thread : _threads + 1 + thread->Number / _threadsPerCore * _threadsPerCore;
    }

    /// <summary>Stops the machine, if it is on: threads that wait for another processor throw the failure.</summary>
    internal static void Fail(Exception failure)
    {
        if (_threads == null)
            return;
        Checkstop.Raise(failure);
        WakeAll();
    }

    /// <summary>Sends an interrupt to the thread with a number, which may be napping.</summary>
    [RealMode]
    internal static void Interrupt(int number)
    {
        HardwareThread* thread = _threads + 1 + number;
        Atomics.Write(ref thread->ExternalInterrupt, 1);
        GateOf(thread).PulseAll();
    }

    /// <summary>Naps until an external interrupt is pending or, if asked for, the decrementer is below 0.</summary>
    /// <returns>False when the machine is being switched off, and nothing else is to be executed.</returns>
    /// <exception cref="Exception">What stopped the machine (<see cref="Checkstop"/>).</exception>
    [MightSleep]
    internal static bool Nap(HardwareThread* thread, bool wakesByDecrementer)
    {
        if (thread == Detached)
            return !IsStopping;                         // nothing ever interrupts it, so nothing is to be waited for
        ConditionLock gate = GateOf(thread);
        using Alarm? alarm = wakesByDecrementer
            ? Alarm.Set(TimeBase.Clock, TimeBase.Until(thread->DecrementerExpires), gate, static gate => gate.PulseAll())
            : null;
        using (gate.Hold())
        {
            while (Atomics.Read(ref thread->ExternalInterrupt) == 0 && !(wakesByDecrementer && (int)thread->Decrementer < 0) && !IsStopping)
                gate.Wait();
        }
        Checkstop.ThrowIfHappened();
        return !IsStopping;
    }

    /// <summary>Ends all naps for good.</summary>
    internal static void StopNaps()
    {
        Atomics.Write(ref _napsAreOver, true);
        WakeAll();
    }

    private static bool IsStopping => Atomics.Read(ref _napsAreOver) || Checkstop.HasHappened;

    [RealMode]
    private static ConditionLock GateOf(HardwareThread* thread) => _gates![thread->Number];

    private static void WakeAll()
    {
        foreach (ConditionLock gate in _gates!)
            gate.PulseAll();
    }
}
