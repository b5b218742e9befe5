// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

/// <summary>A user's clock that throws stands still, and its exception is kept.</summary>
[TestFixture]
public sealed class UserClockTests
{
    private FailingClock _inner = null!;
    private int _failures;
    private UserClock _clock = null!;

    [SetUp]
    public void Create()
    {
        _failures = 0;
        _inner = new FailingClock();
        _clock = new UserClock(_inner, () => Interlocked.Increment(ref _failures));
    }

    [Test]
    public void AClockThatThrowsShowsTheTimeThatItHadAndReportsOnce()
    {
        long before = _clock.GetTimestamp();
        _inner.Fails = true;
        Assert.That((_clock.GetTimestamp(), _clock.GetTimestamp()), Is.EqualTo((before, before)), "it stands still");
        GuestRuns.Await(() => Volatile.Read(ref _failures) != 0, "the failure is reported");
        Assert.That(_failures, Is.EqualTo(1), "until it is thrown, another is not reported");
        Assert.That(_clock.ThrowFailure, Throws.TypeOf<NotSupportedException>(), "the exception is kept");
        Assert.That(_clock.ThrowFailure, Throws.Nothing, "it has been thrown");
        _inner.Fails = false;
        Assert.That(_clock.GetTimestamp(), Is.GreaterThan(before), "it goes on");
    }

    [Test]
    public void ATimerThatCannotBeSetOrDisposedThrowsNothing()
    {
        ITimer timer = _clock.CreateTimer(_ => { }, null, TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
        _inner.Fails = true;
        Assert.That(timer.Dispose, Throws.Nothing, "the exception is kept");
        Assert.That(_clock.ThrowFailure, Throws.TypeOf<NotSupportedException>(), "it comes from the timer");
        ITimer none = _clock.CreateTimer(_ => { }, null, TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
        Assert.That(_clock.ThrowFailure, Throws.TypeOf<NotSupportedException>(), "it comes from the clock");
        Assert.That(none.Dispose, Throws.Nothing, "there is no timer");
    }

    [Test]
    public void AClockWithoutAFrequencyIsRefused() =>
        Assert.That(
            () => new UserClock(new FailingClock { Frequency = 0 }, () => { }),
            Throws.ArgumentException.With.Message.Contains("TimestampFrequency is 0; expected more than 0."),
            "the message names the value and what was expected");

    private sealed class FailingClock : TimeProvider
    {
        private long _now;

        public bool Fails { get; set; }

        public long Frequency { get; init; } = 1000;

        public override long TimestampFrequency => Frequency;

        public override long GetTimestamp() => Fails ? throw new NotSupportedException("the clock") : ++_now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Fails ? throw new NotSupportedException("the clock") : new FailingTimer(this);

        private sealed class FailingTimer(FailingClock clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                if (clock.Fails)
                    throw new NotSupportedException("the timer");
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
