// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine;
using Linux;

namespace Kernel.Host.Scheduling;

// Unsafe: a task is a block of the heap from Enter to Leave, on the thread that it stands for. Others reach it through a wait queue, from
// which it has removed itself before it leaves, or through a TaskHandle, which Leave empties.
/// <summary>Tasks: each thread that runs a vcpu is one. While it runs it is on a core; while it sleeps another task may be.</summary>
internal static unsafe class Scheduler
{
    private static task_struct* Task
    {
        get => (task_struct*)PerThread<TaskTag, nint>.Value;
        set => PerThread<TaskTag, nint>.Value = (nint)value;
    }

    private static SimulatedHost? Host
    {
        get => PerThread<HostTag, SimulatedHost>.Value;
        set => PerThread<HostTag, SimulatedHost>.Value = value;
    }

    /// <summary>The task of the calling thread; for threads that run no vcpu the one that stands for the process.</summary>
    internal static task_struct* Current => Task != null ? Task : SimulatedHost.Current.ProcessTask;

    /// <summary>Makes the calling thread a task and gives it a core.</summary>
    internal static void Enter(TaskHandle handle)
    {
        SimulatedHost host = SimulatedHost.Current;
        var task = (task_struct*)host.Heap.Allocate("struct task_struct", (nuint)sizeof(task_struct));
        task->mm = host.Process.Mm;
        task->cpu = -1;
        Task = task;
        Host = host;
        Acquire(host.Cores);
        handle.Fill(task);
    }

    /// <summary>The thread is no task any more, also when its host has been switched off meanwhile after an oops.</summary>
    internal static void Leave(TaskHandle handle)
    {
        SimulatedHost host = Host!;
        handle.Empty();
        Release(host.Cores);
        host.Heap.Free(Task);
        Task = null;
        Host = null;
    }

    /// <summary>Sleeps until the task's state says that it is running, or a signal arrives that it listens to.</summary>
    [MightSleep]
    internal static void Schedule()
    {
        task_struct* task = Task;
        ContextChecks.MightSleep("schedule");
        CoreAllocator cores = SimulatedHost.Current.Cores;
        Release(cores);
        try
        {
            while (Atomics.Read(ref task->state) is var state && state != task_struct.TASK_RUNNING)
            {
                if (state == task_struct.TASK_INTERRUPTIBLE && Atomics.Read(ref task->signal_pending) != 0)
                    Atomics.Write(ref task->state, task_struct.TASK_RUNNING);
                else
                    AddressWaiter.Wait(&task->state, state);
                HardwareThreads.ThrowIfFailed();
            }
        }
        finally
        {
            Acquire(cores);
        }
    }

    /// <summary>Gives the core to another task for a turn, if one waits.</summary>
    [MightSleep]
    internal static void Yield()
    {
        ContextChecks.MightSleep("cond_resched");
        CoreAllocator cores = SimulatedHost.Current.Cores;
        if (Task == null || !cores.HasWaiters)
            return;
        Release(cores);
        Acquire(cores);
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
            Cpus.Interrupt(cpu);
    }

    private static void Acquire(CoreAllocator cores)
    {
        cores.Acquire();
        Atomics.Write(ref Task->cpu, Cpus.CurrentNumber);
    }

    private static void Release(CoreAllocator cores)
    {
        Atomics.Write(ref Task->cpu, -1);
        cores.Release();
    }

    private readonly struct TaskTag;

    private readonly struct HostTag;
}
