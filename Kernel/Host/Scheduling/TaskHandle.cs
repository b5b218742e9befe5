// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Linux;

namespace Kernel.Host.Scheduling;

// Unsafe: the pointer is followed under the lock only, and Empty has taken it away before the task is freed.
/// <summary>Signals a task, whether or not it is running.</summary>
internal sealed unsafe class TaskHandle
{
    private readonly BriefLock _gate = new();
    private task_struct* _task;
    private bool _isSignalled;

    /// <summary>Sends the task a signal; a task that has not begun gets it when it begins.</summary>
    internal void Signal()
    {
        using (_gate.Hold())
        {
            _isSignalled = true;
            if (_task != null)
                Scheduler.Signal(_task);
        }
    }

    /// <summary>Sends the task a signal if it has begun.</summary>
    internal void SignalIfRunning()
    {
        using (_gate.Hold())
        {
            if (_task != null)
                Scheduler.Signal(_task);
        }
    }

    /// <summary>Whether there is a task and it sleeps.</summary>
    internal bool IsAsleep
    {
        get
        {
            using (_gate.Hold())
                return _task != null && Atomics.Read(ref _task->state) != task_struct.TASK_RUNNING && Atomics.Read(ref _task->cpu) < 0;
        }
    }

    internal void Fill(task_struct* task)
    {
        using (_gate.Hold())
        {
            _task = task;
            if (_isSignalled)
                Scheduler.Signal(task);
        }
    }

    /// <summary>Detaches the task, which is about to end, and drops a pending signal.</summary>
    internal void Empty()
    {
        using (_gate.Hold())
        {
            _task = null;
            _isSignalled = false;
        }
    }
}
