// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Locking;
using Kernel.Tests.Host.Locking;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

[TestFixture]
public sealed unsafe class AddressWaiterTests : LockFixture
{
    [Test]
    public void NobodySleepsOnAWordThatHasChangedAlready()
    {
        *Word = 7;
        Join(Start(() => AddressWaiter.Wait(Word, 6)));
    }

    [Test]
    public void ASleeperWakesWhenItIsToldThatTheWordChanged()
    {
        using var started = new ManualResetEventSlim();
        Task sleeper = Start(() =>
        {
            started.Set();
            while (Volatile.Read(ref *Word) == 0)
                AddressWaiter.Wait(Word, 0);
        });
        started.Wait();
        Volatile.Write(ref *Word, 1);
        AddressWaiter.WakeAll(Word);
        Join(sleeper);
    }

    [Test]
    public void AllSleepersWake()
    {
        Task[] sleepers = [.. Enumerable.Range(0, 5).Select(_ => Start(() =>
        {
            while (Volatile.Read(ref *Word) == 0)
                AddressWaiter.Wait(Word, 0);
        }))];
        Volatile.Write(ref *Word, 1);
        AddressWaiter.WakeAll(Word);
        foreach (Task sleeper in sleepers)
            Join(sleeper);
    }

    [Test]
    public void TwoThreadsPassAWordToAndFro()
    {
        const int rounds = 2000;
        Task other = Start(() => Play(1));
        Play(0);
        Join(other);
        Assert.That(*Word, Is.EqualTo(2 * rounds));

        // Even numbers are the one's turn, odd ones the other's.
        void Play(int turn)
        {
            for (int i = 0; i < rounds; i++)
            {
                int value;
                while (((value = Volatile.Read(ref *Word)) & 1) != turn)
                    AddressWaiter.Wait(Word, value);
                Volatile.Write(ref *Word, value + 1);
                AddressWaiter.WakeAll(Word);
            }
        }
    }
}
