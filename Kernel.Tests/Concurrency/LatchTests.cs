// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

[TestFixture]
public sealed class LatchTests
{
    [Test]
    public void AnOpenLatchLetsEveryoneThrough()
    {
        Latch latch = new();
        latch.Open();
        latch.Wait();
        Assert.That((latch.IsOpen, latch.Wait(TimeSpan.Zero)), Is.EqualTo((true, true)));
    }

    [Test]
    public void AClosedLatchTimesOut() => Assert.That(new Latch().Wait(TimeSpan.FromMilliseconds(1)), Is.False);

    [Test]
    public void OpeningWakesThoseWhoWait()
    {
        Latch latch = new();
        OsThread[] waiting = [.. Enumerable.Range(0, 3).Select(i => OsThread.Start($"waits {i}", latch.Wait))];
        latch.Open();
        Assert.That(waiting.Select(thread => thread.Join(TimeSpan.FromMinutes(1))), Is.All.True);
    }
}
