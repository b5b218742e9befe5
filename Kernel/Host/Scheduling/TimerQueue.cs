// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Diagnostics;
using Kernel.Machine;
using Linux;

namespace Kernel.Host.Scheduling;

// Unsafe: the owner of a timer cancels it before it frees the timer's memory. Cancel waits for a running function, and an entry leaves the
// table before its function is called.
/// <summary>Timers of the kernel, by the address of their struct. They run on the clock of the time base.</summary>
internal sealed unsafe class TimerQueue : IDisposable
{
    private readonly ConditionLock _gate = new();
    private readonly Dictionary<nint, Armed> _armed = [];
    private readonly HashSet<nint> _running = [];
    private bool _isDisposed;

    private const string BriefLock = "The queue's lock is held for a moment; its tables are managed memory.";

    /// <summary>Arms a timer anew.</summary>
    [Atomic(Unchecked = BriefLock)]
    internal void Start(hrtimer* timer, long nanoseconds)
    {
        TryToCancel(timer);
        TimeSpan due = nanoseconds < 0 ? TimeSpan.MaxValue : TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        var armed = new Armed((nint)timer);
        using (_gate.Hold())
        {
            if (_isDisposed)
                return;
            _armed[armed.Timer] = armed;
            armed.Alarm = Alarm.Set(TimeBase.Clock, due, armed, Expire);
        }
    }

    /// <summary>Disarms it: 1 if it was armed, 0 if not, -1 if its function is running.</summary>
    [Atomic(Unchecked = BriefLock)]
    internal int TryToCancel(hrtimer* timer)
    {
        using (_gate.Hold())
        {
            if (_armed.Remove((nint)timer, out Armed? armed))
            {
                armed.Alarm?.Dispose();
                return 1;
            }
            return _running.Contains((nint)timer) ? -1 : 0;
        }
    }

    /// <summary>Disarms a timer, and waits if its function is running: 1 if it was armed, 0 if not.</summary>
    internal int Cancel(hrtimer* timer)
    {
        using (_gate.Hold())
        {
            int result;
            while ((result = TryToCancel(timer)) < 0)
                _gate.Wait();
            return result;
        }
    }

    /// <summary>Disarms all timers for good; later starts do nothing. After an oops the kernel does not cancel its own.</summary>
    public void Dispose()
    {
        using (_gate.Hold())
        {
            _isDisposed = true;
            foreach (Armed armed in _armed.Values)
                armed.Alarm?.Dispose();
            _armed.Clear();
        }
    }

    // The alarm of an earlier arming may come late: the table then has another entry, or no entry.
    private void Expire(Armed armed)
    {
        using (_gate.Hold())
        {
            if (!_armed.TryGetValue(armed.Timer, out Armed? present) || present != armed)
                return;
            _armed.Remove(armed.Timer);
            armed.Alarm?.Dispose();
            _running.Add(armed.Timer);
        }
        try
        {
            ((hrtimer*)armed.Timer)->function((hrtimer*)armed.Timer);
        }
        catch (KernelOopsException)
        {
            // the system is tainted, and its next caller is told
        }
        finally
        {
            using (_gate.Hold())
            {
                _running.Remove(armed.Timer);
                _gate.PulseAll();
            }
        }
    }

    private sealed class Armed(nint timer)
    {
        internal nint Timer => timer;

        internal Alarm? Alarm { get; set; }
    }
}
