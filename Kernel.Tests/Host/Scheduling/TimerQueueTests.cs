// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Scheduling;
using Kernel.Tests.Support;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Host.Scheduling;

// Unsafe: the timer is on the test's stack, and the queue has forgotten it at the test's end.
/// <summary>The kernel's timers.</summary>
[TestFixture]
public sealed unsafe class TimerQueueTests : SystemFixture
{
    private readonly ManualClock _clock = new();

    private static int _calls;

    [SetUp]
    public void BootWithAClock()
    {
        Boot(clock: _clock);
        _calls = 0;
    }

    private static int Called(hrtimer* timer) => ++_calls;

    [Test]
    public void ATimerGoesOffWhenItIsDue()
    {
        hrtimer timer = new() { function = &Called };
        TimerQueue queue = new();
        queue.Start(&timer, 1000);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_calls, Is.EqualTo(1));
    }

    [Test]
    public void ADisposedQueueCallsNobodyAndStartsNothing()
    {
        hrtimer timer = new() { function = &Called }, late = new() { function = &Called };
        TimerQueue queue = new();
        queue.Start(&timer, 1000);
        queue.Dispose();
        queue.Start(&late, 1000);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_calls, Is.Zero);
    }
}
