// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

[TestFixture]
public sealed class ConditionLockTests
{
    [Test]
    public void WaitingGivesUpTheLockHoweverOftenItIsHeld()
    {
        ConditionLock gate = new();
        bool isSet = false;
        OsThread setter;
        using (gate.Hold())
        {
            using (gate.Hold())
            {
                setter = OsThread.Start("setter", () =>
                {
                    using (gate.Hold())
                    {
                        isSet = true;
                        gate.PulseAll();
                    }
                });
                while (!isSet)
                    gate.Wait();
            }
        }
        Assert.That(setter.Join(TimeSpan.FromMinutes(1)), Is.True);
    }

    [Test]
    public void WithoutAPulseAWaitTimesOut()
    {
        ConditionLock gate = new();
        using (gate.Hold())
            Assert.That(gate.Wait(TimeSpan.FromMilliseconds(1)), Is.False);
    }

    [Test]
    public void BriefLocksExcludeEachOther()
    {
        BriefLock gate = new();
        int count = 0;
        OsThread[] adders = [.. Enumerable.Range(0, 4).Select(i => OsThread.Start($"adder {i}", () =>
        {
            for (int n = 0; n < 10_000; n++)
            {
                using (gate.Hold())
                    count++;
            }
        }))];
        Assert.That(adders.Select(thread => thread.Join(TimeSpan.FromMinutes(1))), Is.All.True);
        Assert.That(count, Is.EqualTo(40_000));
    }
}
