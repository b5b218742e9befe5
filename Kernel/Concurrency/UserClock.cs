// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kernel.Concurrency;

/// <summary>
/// A clock that the user has made. The kernel reads it between two of its steps, so an exception of the clock is kept: the clock stands
/// still meanwhile, and a timer that it does not set never expires.
/// </summary>
internal sealed class UserClock : TimeProvider
{
    private readonly TimeProvider _clock;
    private readonly Action _failed;
    private ExceptionDispatchInfo? _failure;
    private long _last;

    /// <summary>Wraps a clock.</summary>
    /// <param name="clock">The clock. What it throws now comes out of here.</param>
    /// <param name="failed">Called on a thread of its own when it has thrown.</param>
    /// <exception cref="ArgumentException">The clock's frequency is not positive.</exception>
    internal UserClock(TimeProvider clock, Action failed)
    {
        using UserCode.Scope _ = UserCode.Enter();
        _clock = clock;
        _failed = failed;
        TimestampFrequency = clock.TimestampFrequency;
        if (TimestampFrequency <= 0)
            throw new ArgumentException($"TimestampFrequency is {TimestampFrequency}; expected more than 0.", nameof(clock));
        _last = clock.GetTimestamp();
    }

    public override long TimestampFrequency { get; }

    public override long GetTimestamp()
    {
        // Real mode reads the time base; what the clock allocates, and the report of its failure, is not the kernel's.
        using RealModeScope.Suspension suspension = RealModeScope.Suspend();
        try
        {
            using UserCode.Scope _ = UserCode.Enter();
            long now = _clock.GetTimestamp();
            Atomics.Write(ref _last, now);
            return now;
        }
        catch (Exception exception)
        {
            Keep(exception);
            return Atomics.Read(ref _last);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        try
        {
            using UserCode.Scope _ = UserCode.Enter();
            return new UserTimer(this, _clock.CreateTimer(callback, state, dueTime, period));
        }
        catch (Exception exception)
        {
            Keep(exception);
            return new UserTimer(this, null);
        }
    }

    /// <summary>Throws the first exception of the clock since the last call.</summary>
    internal void ThrowFailure()
    {
        if (Atomics.Read(ref _failure) is { } failure && Atomics.CompareExchange(ref _failure, null, failure) == failure)
            failure.Throw();
    }

    private void Keep(Exception exception)
    {
        if (Atomics.TryInitialize(ref _failure, ExceptionDispatchInfo.Capture(exception)))
            OsThread.Start("clock failure", _failed);   // the caller may hold locks that this needs
    }

    private sealed class UserTimer(UserClock owner, ITimer? timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer?.Change(dueTime, period) ?? false;

        public void Dispose()
        {
            try
            {
                using UserCode.Scope _ = UserCode.Enter();
                timer?.Dispose();
            }
            catch (Exception exception)
            {
                owner.Keep(exception);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
