// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine;
using Kernel.Machine.Interrupts;
using Kernel.Native;
using Linux;

namespace Kernel.Host.Scheduling;

// Unsafe: a task is a block of the heap from Enter to Leave, on the thread that it stands for. Others reach it through a wait queue, from
// which it has removed itself before it leaves, or through a TaskHandle, which Leave empties. The task of the process is permanent.
/// <summary>Tasks: each thread that runs a vcpu is one. A task that runs has a core; while it sleeps, another task may have it.</summary>
internal sealed unsafe class Scheduler
{
    private readonly NativeHeap _heap;
    private readonly mm_struct* _mm;
    private readonly CoreAllocator _cores;
    private readonly task_struct* _processTask;
    private readonly BriefLock _gate = new();
    private readonly List<TaskHandle> _running = [];

    /// <summary>Makes a scheduler.</summary>
    /// <param name="heap">Owns the tasks.</param>
    /// <param name="mm">The address space of all tasks.</param>
    /// <param name="cores">How many cores there are.</param>
    /// <param name="threadsPerCore">Hardware threads in a core.</param>
    internal Scheduler(NativeHeap heap, mm_struct* mm, int cores, int threadsPerCore)
    {
        _heap = heap;
        _mm = mm;
        _cores = new CoreAllocator(cores, threadsPerCore);
        _processTask = (task_struct*)heap.Allocate(
            "struct task_struct of the process", (nuint)sizeof(task_struct), options: BlockOptions.Permanent);
        _processTask->mm = mm;
        _processTask->cpu = -1;
    }

    /// <summary>The task of the calling thread; the task of the process for threads that run no vcpu.</summary>
    internal task_struct* Current => Own != null ? Own : _processTask;

    private static task_struct* Own
    {
        get => (task_struct*)PerThread<TaskTag, nint>.Value;
        set => PerThread<TaskTag, nint>.Value = (nint)value;
    }

    /// <summary>Makes the calling thread a task and gives it a core.</summary>
    internal void Enter(TaskHandle handle)
    {
        var task = (task_struct*)_heap.Allocate("struct task_struct", (nuint)sizeof(task_struct));
        task->mm = _mm;
        task->cpu = -1;
        Own = task;
        AcquireCore();
        handle.Fill(task);
        using (_gate.Hold())
            _running.Add(handle);
    }

    /// <summary>Ends the calling thread's task, also after the host has been switched off because of an oops.</summary>
    internal void Leave(TaskHandle handle)
    {
        using (_gate.Hold())
            _running.Remove(handle);
        handle.Empty();
        ReleaseCore();
        _heap.Free(Own);
        Own = null;
    }

    /// <summary>Sleeps until the task's state says that it is running, or a signal ends an interruptible sleep.</summary>
    [MightSleep]
    internal void Schedule()
    {
        task_struct* task = Own;
        ContextChecks.MightSleep("schedule");
        ReleaseCore();
        try
        {
            while (Atomics.Read(ref task->state) is var state && state != task_struct.TASK_RUNNING)
            {
                if (state == task_struct.TASK_INTERRUPTIBLE && Atomics.Read(ref task->signal_pending) != 0)
                    Atomics.Write(ref task->state, task_struct.TASK_RUNNING);
                else
                    AddressWaiter.Wait(&task->state, state);
                Checkstop.ThrowIfHappened();
            }
        }
        finally
        {
            AcquireCore();
        }
    }

    /// <summary>Gives the core to another task for a turn, if one waits.</summary>
    [MightSleep]
    internal void Yield()
    {
        ContextChecks.MightSleep("cond_resched");
        if (Own == null || !_cores.HasWaiters)
            return;
        ReleaseCore();
        AcquireCore();
    }

    /// <summary>Wakes a task if it sleeps in one of the states.</summary>
    internal static bool Wake(task_struct* task, int states)
    {
        int state = Atomics.Read(ref task->state);
        if ((state & states) == 0 || Atomics.CompareExchange(ref task->state, task_struct.TASK_RUNNING, state) != state)
            return false;
        AddressWaiter.WakeAll(&task->state);
        return true;
    }

    /// <summary>Sends a task a signal: it ends an interruptible sleep, and the guest is left.</summary>
    internal static void Signal(task_struct* task)
    {
        Atomics.Write(ref task->signal_pending, 1);
        Fence.Full();
        if (!Wake(task, task_struct.TASK_INTERRUPTIBLE) && Atomics.Read(ref task->cpu) is var cpu && cpu >= 0)
            HardwareThreads.Interrupt(cpu);
    }

    /// <summary>Sends every task a signal.</summary>
    internal void SignalAll()
    {
        TaskHandle[] running;
        using (_gate.Hold())
            running = [.. _running];
        foreach (TaskHandle handle in running)
            handle.SignalIfRunning();
    }

    private void AcquireCore()
    {
        _cores.Acquire();
        Atomics.Write(ref Own->cpu, HardwareThread.Current->Number);
    }

    private void ReleaseCore()
    {
        Atomics.Write(ref Own->cpu, -1);
        _cores.Release();
    }

    private readonly struct TaskTag;
}
