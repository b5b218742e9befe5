// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// Two vcpus enter pages at the same time. The lock on <c>slot_phys[]</c> ensures that no page reference is lost or kept twice.
/// </summary>
[TestFixture]
public sealed class ConcurrentEnterTests : SystemFixture
{
    [SetUp]
    public void BootPower7() => Boot();

    [Test]
    public void TwoThreadsEnteringTheSamePagePinItOnce()
    {
        const int pages = 256;
        Guest guest = GuestWithMemory(pages * HugePage, vcpus: 2);
        PairOfThreads.Run(step => EnterAll(step, guest.Cpus[0], 0), step => EnterAll(step, guest.Cpus[1], 1));

        void EnterAll(Barrier step, VirtualCpu cpu, ulong place)
        {
            for (ulong page = 0; page < pages; page++)
            {
                step.SignalAndWait();
                HypercallOutcome outcome = cpu.EnterHugePage(page * 8 + place, page * HugePage);
                Assert.That(outcome.Result, Is.EqualTo(HypercallResult.Success), $"page {page} is entered by both threads");
            }
        }

        Assert.That(guest.PinnedPages, Is.EqualTo(pages), "every page is pinned");
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(),
            Is.EquivalentTo(Enumerable.Range(0, pages).Select(page => (guest.FrameOf(page), 2))),
            "each page has the mapping's reference and one pin: the second thread dropped its own reference");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(2 * pages), "each page has two entries");

        ulong[] frames = [.. Enumerable.Range(0, pages).Select(guest.FrameOf)];
        guest.Machine.Dispose();
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "no pin is left");
        Assert.That(Booted.PhysicalMemory.DirtyPages(), Is.EquivalentTo(frames), "every page is dirty");
    }

    [Test]
    public void TwoThreadsFillingAGroupGetEightDifferentEntries()
    {
        const ulong groups = 500;
        Guest guest = GuestWithMemory(HugePage, vcpus: 2);
        guest.PinEveryPage();
        List<ulong>[] places = [[], []];
        int[] refused = [0, 0];
        PairOfThreads.Run(step => Fill(step, 0), step => Fill(step, 1));

        void Fill(Barrier step, int thread)
        {
            VirtualCpu cpu = guest.Cpus[thread];
            for (ulong group = 0; group < groups; group++)
            {
                step.SignalAndWait();
                for (int i = 0; i < 5; i++)
                {
                    HypercallOutcome outcome = cpu.EnterAt(group * 8, Hpte.Large, Hpte.Coherent, flags: 0);
                    if (outcome == Outcome.InRealMode(HypercallResult.Success))
                        places[thread].Add(cpu.Gpr[4]);
                    else if (outcome == Outcome.InRealMode(HypercallResult.PtegFull))
                        refused[thread]++;
                }
            }
        }

        Assert.That(
            places[0].Concat(places[1]).Order(), Is.EqualTo(Enumerable.Range(0, 500 * 8).Select(i => (ulong)i)),
            "every entry is given to exactly one thread");
        Assert.That(
            refused[0] + refused[1], Is.EqualTo(500 * 2), "two of ten attempts per group are refused, because a group has eight entries");
    }

    [Test]
    public void OnlyOneOfTwoThreadsEntersOrRemovesAnEntry()
    {
        const int rounds = 5000;
        Guest guest = GuestWithMemory(HugePage, vcpus: 2);
        guest.PinEveryPage();
        HypercallResult[][] results = [new HypercallResult[2 * rounds], new HypercallResult[2 * rounds]];
        PairOfThreads.Run(step => Compete(step, 0), step => Compete(step, 1));

        void Compete(Barrier step, int thread)
        {
            for (int round = 0; round < rounds; round++)
            {
                step.SignalAndWait();
                results[thread][2 * round] = guest.Cpus[thread].EnterHugePage(8, 0).Result;
                step.SignalAndWait();
                results[thread][2 * round + 1] = guest.Cpus[thread].RemoveAt(8).Result;
            }
        }

        for (int round = 0; round < rounds; round++)
        {
            HypercallResult[] entered = [results[0][2 * round], results[1][2 * round]];
            HypercallResult[] removed = [results[0][2 * round + 1], results[1][2 * round + 1]];
            Assert.That(
                entered, Is.EquivalentTo(new[] { HypercallResult.Success, HypercallResult.PtegFull }),
                $"round {round}: only one thread gets the entry");
            Assert.That(
                removed, Is.EquivalentTo(new[] { HypercallResult.Success, HypercallResult.NotFound }),
                $"round {round}: only one thread removes the entry");
        }
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.Zero, "the table is empty at the end");
    }
}
