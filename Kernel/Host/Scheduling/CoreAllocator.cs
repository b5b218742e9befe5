// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine;

namespace Kernel.Host.Scheduling;

// Unsafe: hardware threads live as long as the machine is switched on; a task runs on one from Acquire to Release.
/// <summary>Allocates cores to tasks, first come, first served. A task runs on the first hardware thread of its core.</summary>
internal sealed unsafe class CoreAllocator(int cores, int threadsPerCore)
{
    private readonly ConditionLock _gate = new();
    private readonly Queue<object> _waiting = new();
    private readonly Stack<int> _free = new(Enumerable.Range(0, cores).Reverse());

    /// <summary>Whether a task waits for a core.</summary>
    internal bool HasWaiters
    {
        get
        {
            using (_gate.Hold())
                return _waiting.Count != 0;
        }
    }

    /// <summary>Puts the calling thread on the first hardware thread of a core; waits until one is free.</summary>
    internal void Acquire() => HardwareThread.Become(HardwareThreads.StartCore(Take()));

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
}
