// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Diagnostics;
using Kernel.Host.Locking;
using Kernel.Host.Scheduling;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Host.Locking;

[TestFixture]
public sealed unsafe class SleepingMutexTests : LockFixture
{
    private const int Contended = 2;

    [Test]
    public void AFreeMutexIsTakenAndGivenBack()
    {
        SleepingMutex.Lock(Word);
        Assert.That(*Word, Is.EqualTo(1));
        SleepingMutex.Unlock(Word);
        Assert.That(*Word, Is.Zero);
    }

    [Test]
    public void AWaiterGetsItWhenTheHolderGivesItBackAndNotBefore()
    {
        int released = 0, seen = -1;
        SleepingMutex.Lock(Word);
        Task waiter = Start(() =>
        {
            SleepingMutex.Lock(Word);
            seen = Volatile.Read(ref released);
            SleepingMutex.Unlock(Word);
        });
        Until(() => Volatile.Read(ref *Word) == Contended, "the other thread waits");
        Volatile.Write(ref released, 1);
        SleepingMutex.Unlock(Word);
        Join(waiter);
        Assert.That(seen, Is.EqualTo(1));
    }

    [Test]
    public void ManyWaitersAllGetIt()
    {
        const int waiters = 6;
        int inside = 0, most = 0;
        SleepingMutex.Lock(Word);
        Task[] threads = [.. Enumerable.Range(0, waiters).Select(_ => Start(() =>
        {
            SleepingMutex.Lock(Word);
            most = Math.Max(most, ++inside);
            inside--;
            SleepingMutex.Unlock(Word);
        }))];
        Until(() => Volatile.Read(ref *Word) == Contended, "at least one waits");
        SleepingMutex.Unlock(Word);
        foreach (Task thread in threads)
            Join(thread);
        Assert.Multiple(() =>
        {
            Assert.That(most, Is.EqualTo(1), "one at a time");
            Assert.That(*Word, Is.Zero);
        });
    }

    [Test]
    public void NoIncrementIsLost()
    {
        const int rounds = 20_000;
        int count = 0;
        PairOfThreads.Run(Increment, Increment);
        Assert.That(count, Is.EqualTo(2 * rounds));

        void Increment()
        {
            for (int i = 0; i < rounds; i++)
            {
                SleepingMutex.Lock(Word);
                count++;
                SleepingMutex.Unlock(Word);
            }
        }
    }

    [Test]
    public void MutexesInOneBucketDoNotDisturbEachOther()
    {
        SleepingMutex.Lock(Word);
        SleepingMutex.Lock(Neighbour);
        int got = 0;
        Task first = Start(() => { SleepingMutex.Lock(Word); Volatile.Write(ref got, 1); SleepingMutex.Unlock(Word); });
        Task second = Start(() => { SleepingMutex.Lock(Neighbour); SleepingMutex.Unlock(Neighbour); });
        Until(() => Volatile.Read(ref *Word) == Contended && Volatile.Read(ref *Neighbour) == Contended, "both wait");
        SleepingMutex.Unlock(Neighbour);
        Join(second);
        Assert.That(Volatile.Read(ref got), Is.Zero, "nobody unlocked the other one");
        SleepingMutex.Unlock(Word);
        Join(first);
    }

    [Test]
    public void GivingBackWhatNobodyHoldsIsABug()
    {
        RequireDebug();
        Assert.That(() => SleepingMutex.Unlock(Word), Throws.TypeOf<KernelOopsException>().With.Message.Contains("not held"));
    }

    [Test]
    public void NobodySleepsWithPreemptionOffOrInRealMode()
    {
        RequireDebug();
        ContextChecks.DisablePreemption();
        Assert.That(() => SleepingMutex.Lock(Word), Throws.TypeOf<KernelOopsException>().With.Message.Contains("pre-emption off"));
        ContextChecks.EnablePreemption();
        ContextChecks.EnterRealMode();
        Assert.That(() => SleepingMutex.Lock(Word), Throws.TypeOf<KernelOopsException>().With.Message.Contains("in real mode"));
        Assert.That(*Word, Is.Zero, "nothing was taken");
    }
}
