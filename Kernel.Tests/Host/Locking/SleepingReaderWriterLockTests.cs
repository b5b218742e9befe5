// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Diagnostics;
using Kernel.Host.Locking;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Host.Locking;

[TestFixture]
public sealed unsafe class SleepingReaderWriterLockTests : LockFixture
{
    [Test]
    public void TwoReadersAreInsideAtOnce()
    {
        using var bothInside = new Barrier(2);
        Task other = Start(() => Read(bothInside));
        Read(bothInside);
        Join(other);
        Assert.That(*Word, Is.Zero);

        void Read(Barrier barrier)
        {
            SleepingReaderWriterLock.EnterRead(Word);
            Assert.That(barrier.SignalAndWait(TimeSpan.FromSeconds(60)), Is.True, "the other reader is inside too");
            SleepingReaderWriterLock.ExitRead(Word);
        }
    }

    [Test]
    public void AWriterComesInAfterTheLastReader()
    {
        int readersLeft = 0, seen = -1;
        SleepingReaderWriterLock.EnterRead(Word);
        SleepingReaderWriterLock.EnterRead(Word);
        using var started = new ManualResetEventSlim();
        Task writer = Start(() =>
        {
            started.Set();
            SleepingReaderWriterLock.EnterWrite(Word);
            seen = Volatile.Read(ref readersLeft);
            SleepingReaderWriterLock.ExitWrite(Word);
        });
        started.Wait();
        Interlocked.Increment(ref readersLeft);
        SleepingReaderWriterLock.ExitRead(Word);
        Interlocked.Increment(ref readersLeft);
        SleepingReaderWriterLock.ExitRead(Word);
        Join(writer);
        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(2));
            Assert.That(*Word, Is.Zero);
        });
    }

    [Test]
    public void ReadersAndWritersComeInAfterTheWriter()
    {
        int released = 0, seen = 0;
        SleepingReaderWriterLock.EnterWrite(Word);
        Task[] others =
        [
            Start(Read),
            Start(Read),
            Start(() =>
            {
                SleepingReaderWriterLock.EnterWrite(Word);
                Interlocked.Add(ref seen, Volatile.Read(ref released));
                SleepingReaderWriterLock.ExitWrite(Word);
            }),
        ];
        Volatile.Write(ref released, 1);
        SleepingReaderWriterLock.ExitWrite(Word);
        foreach (Task other in others)
            Join(other);
        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(3), "none of them was inside before");
            Assert.That(*Word, Is.Zero);
        });

        void Read()
        {
            SleepingReaderWriterLock.EnterRead(Word);
            Interlocked.Add(ref seen, Volatile.Read(ref released));
            SleepingReaderWriterLock.ExitRead(Word);
        }
    }

    [Test]
    public void ReadersSeeWholeUpdates()
    {
        const int rounds = 10_000;
        int first = 0, second = 0, torn = 0;
        PairOfThreads.Run(
            () =>
            {
                for (int i = 0; i < rounds; i++)
                {
                    SleepingReaderWriterLock.EnterWrite(Word);
                    first++;
                    second++;
                    SleepingReaderWriterLock.ExitWrite(Word);
                }
            },
            () =>
            {
                for (int i = 0; i < rounds; i++)
                {
                    SleepingReaderWriterLock.EnterRead(Word);
                    torn += first == second ? 0 : 1;
                    SleepingReaderWriterLock.ExitRead(Word);
                }
            });
        Assert.Multiple(() =>
        {
            Assert.That(torn, Is.Zero);
            Assert.That(second, Is.EqualTo(rounds));
        });
    }

    [Test]
    public void GivingBackWhatNobodyHoldsIsABug()
    {
        RequireDebug();
        Assert.That(
            () => SleepingReaderWriterLock.ExitRead(Word), Throws.TypeOf<KernelOopsException>().With.Message.Contains("no reader holds"));
        *Word = 0;
        Assert.That(
            () => SleepingReaderWriterLock.ExitWrite(Word), Throws.TypeOf<KernelOopsException>().With.Message.Contains("no writer holds"));
    }
}
