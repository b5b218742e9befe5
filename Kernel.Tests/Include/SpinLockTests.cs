// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Diagnostics;
using Kernel.Host.Locking;
using Kernel.Host.Scheduling;
using Kernel.Tests.Host.Locking;
using Kernel.Tests.Support;
using Linux;
using NUnit.Framework;
using static Linux.include.linux.spinlock_h;

namespace Kernel.Tests.Include;

[TestFixture]
public sealed unsafe class SpinLockTests : LockFixture
{
    private spinlock_t* Lock => (spinlock_t*)(Word + 8);

    [SetUp]
    public void CreateLock() => spin_lock_init(Lock);

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
                spin_lock(Lock);
                count++;
                spin_unlock(Lock);
            }
        }
    }

    [Test]
    public void WhoeverWaitsComesInAfterTheHolder()
    {
        int released = 0, seen = -1;
        spin_lock(Lock);
        Task waiter = Start(() =>
        {
            spin_lock(Lock);
            seen = Volatile.Read(ref released);
            spin_unlock(Lock);
        });
        Volatile.Write(ref released, 1);
        spin_unlock(Lock);
        Join(waiter);
        Assert.That(seen, Is.EqualTo(1));
    }

    [Test]
    public void TheHolderIsNotPreempted()
    {
        RequireDebug();
        spin_lock(Lock);
        Assert.That(ContextChecks.PreemptCount, Is.EqualTo(1));
        spin_unlock(Lock);
        Assert.That(ContextChecks.PreemptCount, Is.Zero);
    }

    [Test]
    public void TakingItTwiceIsABugInsteadOfADeadlock()
    {
        RequireDebug();
        spin_lock(Lock);
        Assert.That(() => spin_lock(Lock), Throws.TypeOf<KernelOopsException>().With.Message.Contains("taken twice"));
        spin_unlock(Lock);
    }

    [Test]
    public void GivingBackWhatOneDoesNotHoldIsABug()
    {
        RequireDebug();
        Assert.That(() => spin_unlock(Lock), Throws.TypeOf<KernelOopsException>().With.Message.Contains("does not hold it"));
    }

    [Test]
    public void TheHolderMayNotSleep()
    {
        RequireDebug();
        spin_lock(Lock);
        Assert.That(
            () => SleepingMutex.Lock(Neighbour), Throws.TypeOf<KernelOopsException>().With.Message.Contains("with a spin lock held"));
        spin_unlock(Lock);
        Assert.That(() => SleepingMutex.Lock(Neighbour), Throws.Nothing);
    }
}
