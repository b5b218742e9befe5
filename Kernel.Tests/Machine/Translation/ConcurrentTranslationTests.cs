// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: table and TLB live until the test is over, and both threads have ended by then.
/// <summary>Real threads: what an invalidation promises.</summary>
[TestFixture]
public sealed unsafe class ConcurrentTranslationTests : TranslationFixture
{
    // The page of TlbTests.
    private const ulong Address = 0x3000_5123;
    private const ulong First = 0x1234_5001;
    private const ulong Rb = 0x1234_5000_5000;
    private const int Rounds = 500;
    private const int SpinsBeforeYield = 32;

    private ulong _round;           // the real page that is mapped or was mapped last
    private ulong _closed;          // up to here real pages have been taken away for good
    private ulong _reached;         // the newest real page that the other thread has accessed
    private bool _isOver;

    [SetUp]
    public void MapTheSegment()
    {
        _round = _closed = _reached = 0;
        _isOver = false;
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000);
        TlbSet.Register(Tlb);
    }

    // One thread accesses the page all the time; the other maps it to real page 1, 2, ..., waits until it is used, removes the entry and
    // invalidates. From then on the real page is another's: an access to it is one too many.
    [Test]
    public void AfterAnInvalidationNoAccessByTheOldTranslationHappens([Values("Load", "Store")] string access)
    {
        long accesses = 0, faults = 0;
        PairOfThreads.Run(RemoveAndInvalidate, () => Translate(Kind(access), ref accesses, ref faults));
        TestContext.Out.WriteLine($"{accesses} accesses, {faults} interrupts");
        Assert.That(_reached, Is.EqualTo((ulong)Rounds), "each of the pages was used");
    }

    private void RemoveAndInvalidate()
    {
        try
        {
            ulong* entry = Table + (0x340 * 8 + 2) * 2;
            for (ulong round = 1; round <= Rounds; round++)
            {
                Volatile.Write(ref entry[1], round << 12 | 0x192);
                Volatile.Write(ref _round, round);
                Volatile.Write(ref entry[0], First);
                for (int spins = 0; Volatile.Read(ref _reached) < round; spins++)
                {
                    if (Volatile.Read(ref _isOver))
                        return;
                    GiveWay(spins);
                }
                Volatile.Write(ref entry[0], 0);
                TlbSet.InvalidateEverywhere(Rb, Lpid);
                Volatile.Write(ref _closed, round);
            }
        }
        finally
        {
            Volatile.Write(ref _isOver, true);
        }
    }

    private void Translate(AccessKind kind, ref long accesses, ref long faults)
    {
        try
        {
            while (!Volatile.Read(ref _isOver))
            {
                Kernel.Machine.Translation.Tlb.Take(Tlb);
                try
                {
                    if (!AddressTranslator.Translate(Registers, Address, kind, Tlb, out ulong real).IsNone)
                    {
                        faults++;
                        continue;
                    }
                    ulong closed = Volatile.Read(ref _closed);
                    if (real >> 12 <= closed)
                        throw new InvalidOperationException($"An access to real page {real >> 12}, though {closed} is closed.");
                    accesses++;
                    Volatile.Write(ref _reached, real >> 12);
                }
                finally
                {
                    Kernel.Machine.Translation.Tlb.Release(Tlb);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isOver, true);
        }
    }

    private static void GiveWay(int spins)
    {
        if (spins > SpinsBeforeYield)
            Thread.Yield();
    }
}
