// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine;
using Kernel.Native;

namespace Kernel.Host.Scheduling;

// Unsafe: hardware threads live as long as the machine is switched on, and Stop has ended all threads of the process that execute on one.
/// <summary>
/// Gives the cores to tasks, one each, in the order in which they ask. The other hardware threads of a core nap until one of its own
/// interrupts them; what they do then is the kernel's <see cref="SystemReset"/>.
/// </summary>
internal sealed unsafe class CoreAllocator(NativeHeap heap, int cores, int threadsPerCore)
{
    private static readonly TimeSpan PatienceAfterFailure = TimeSpan.FromSeconds(5);

    private readonly ConditionLock _gate = new();
    private readonly Queue<object> _waiting = new();
    private readonly Stack<int> _free = new(Enumerable.Range(0, cores).Reverse());
    private readonly OsThread?[] _secondaries = new OsThread?[cores * threadsPerCore];

    /// <summary>Where a hardware thread begins that is woken from a nap.</summary>
    internal delegate*<void> SystemReset { get; set; }

    /// <summary>Whether a task waits for a core.</summary>
    internal bool HasWaiters
    {
        get
        {
            using (_gate.Hold())
                return _waiting.Count != 0;
        }
    }

    /// <summary>Puts the calling thread on the first hardware thread of a core.</summary>
    internal void Acquire()
    {
        int core = Take();
        for (int i = 0; i < threadsPerCore; i++)
        {
            int number = core * threadsPerCore + i;
            using (_gate.Hold())
                HardwareThreads.Equip(heap, HardwareThreads.At(number));      // it is added to a list of all
            if (i != 0 && _secondaries[number] is null)
                StartSecondary(number);
        }
        HardwareThread.Become(HardwareThreads.At(core * threadsPerCore));
    }

    /// <summary>Takes the calling thread off its core.</summary>
    internal void Release()
    {
        int core = HardwareThread.Current->Number / threadsPerCore;
        HardwareThread.Become(null);
        using (_gate.Hold())
        {
            _free.Push(core);
            _gate.PulseAll();
        }
    }

    /// <summary>Ends the threads that stand for the other hardware threads.</summary>
    /// <param name="hasFailed">Whether the kernel has oopsed: then one may be spinning for a lock that is held for ever, and is left behind.</param>
    /// <returns>Whether all have ended.</returns>
    internal bool Stop(bool hasFailed)
    {
        HardwareThreads.Stop();
        return _secondaries.All(thread => thread is null || Ends(thread, hasFailed));
    }

    private static bool Ends(OsThread thread, bool hasFailed)
    {
        if (hasFailed)
            return thread.Join(PatienceAfterFailure);
        thread.Join();
        return true;
    }

    private int Take()
    {
        object ticket = new();
        using (_gate.Hold())
        {
            _waiting.Enqueue(ticket);
            while (_waiting.Peek() != ticket || _free.Count == 0)
                _gate.Wait();
            _waiting.Dequeue();
            _gate.PulseAll();
            return _free.Pop();
        }
    }

    private void StartSecondary(int number)
    {
        _secondaries[number] = OsThread.Start($"hardware thread {number}", () => Execute(number));
    }

    private void Execute(int number)
    {
        HardwareThread* thread = HardwareThreads.At(number);
        HardwareThread.Become(thread);
        try
        {
            while (true)
            {
                HardwareThreads.WaitForInterrupt(thread, wakesByDecrementer: false);
                if (HardwareThreads.IsStopping)
                    return;
                SystemReset();
            }
        }
        catch (Exception failure)
        {
            HardwareThreads.Fail(failure);      // whoever waits for this processor, the first of its core at least, throws it again
        }
    }
}
