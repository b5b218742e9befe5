// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

[TestFixture]
public sealed class AlarmTests
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _calls = [];

    [SetUp]
    public void Forget() => _calls.Clear();

    [Test]
    public void AnAlarmGoesOffOnceWhenItIsDue()
    {
        using Alarm alarm = Alarm.Set(_clock, TimeSpan.FromSeconds(2), "rings", _calls.Add);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_calls, Is.Empty);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(_calls, Is.EqualTo(new[] { "rings" }));
    }

    [Test]
    public void ADisposedAlarmIsSilent()
    {
        Alarm.Set(_clock, TimeSpan.FromSeconds(1), "rings", _calls.Add).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(_calls, Is.Empty);
    }

    [Test]
    public void AnAlarmMayBeFartherAwayThanATimerCanCount()
    {
        using Alarm alarm = Alarm.Set(TimeProvider.System, TimeSpan.MaxValue, "rings", _calls.Add);
        Assert.That(_calls, Is.Empty);
    }
}
