// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E13 to E17 and E27: what the original's hypercalls on the hashed page table take, give and leave behind wrongly.</summary>
[TestFixture]
public sealed unsafe class TableErrataTests : SystemFixture
{
    private const ulong Index = 8;

    [Test]
    public void E13_CorrectedARemovedEntryIsReturnedWithTheGuestsAddress()
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected);
        guest.Machine.HashedPageTable.HardwareSetReferenceChange((int)Index, Hpte.Referenced | Hpte.Changed);
        guest.Cpu.RemoveAt(Index);
        Assert.That(
            guest.Cpu.Gpr[5], Is.EqualTo(HugePage | Hpte.Coherent | Hpte.Referenced | Hpte.Changed), "its own word, with what the hardware recorded");
    }

    [Test]
    public void E13_AsWrittenARemovedEntryShowsTheHostsAddress()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E13));
        ulong hostAddress = guest.RealAddressOf(1);
        guest.Cpu.RemoveAt(Index);
        Assert.That(guest.Cpu.Gpr[5], Is.EqualTo(hostAddress | Hpte.Coherent), "the word that the hardware used");
    }

    [Test]
    public void E13_CorrectedReadingAnInvalidEntryShowsTheGuestsAddress([Values(0ul, Hpte.Translate)] ulong flags)
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected);
        guest.Cpu.RemoveAt(Index);
        guest.Cpu.ReadAt(Index, flags);
        Assert.That(guest.Cpu.Gpr[5], Is.EqualTo(HugePage | Hpte.Coherent), "what the guest itself put there");
    }

    [Test]
    public void E13_AsWrittenReadingAnInvalidEntryShowsTheHostsAddress([Values(0ul, Hpte.Translate)] ulong flags)
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E13));
        ulong hostAddress = guest.RealAddressOf(1);
        guest.Cpu.RemoveAt(Index);
        guest.Cpu.ReadAt(Index, flags);
        Assert.That(guest.Cpu.Gpr[5], Is.EqualTo(hostAddress | Hpte.Coherent), "the second doubleword is still in the table");
    }

    [Test]
    public void E14_CorrectedTheLockBitIsHidden()
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected);
        *guest.Words(Index) |= Hpte.Lock;
        guest.Cpu.ReadAt(Index);
        Assert.That(guest.Cpu.Gpr[4], Is.EqualTo(Hpte.Large | Hpte.Valid), "the lock is the hypervisor's own affair");
        *guest.Words(Index) &= ~Hpte.Lock;
    }

    [Test]
    public void E14_AsWrittenTheLockBitIsSeen()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E14));
        *guest.Words(Index) |= Hpte.Lock;
        guest.Cpu.ReadAt(Index);
        Assert.That(guest.Cpu.Gpr[4], Is.EqualTo(Hpte.Large | Hpte.Valid | Hpte.Lock), "the guest reads it as a software bit of its own");
        *guest.Words(Index) &= ~Hpte.Lock;
    }

    // Another processor enters and removes, as fast as it can, entries whose two words hold the same number. As written a reader sees
    // words of two entries now and then; when, is a matter of luck, so only the correction can be demanded.
    [Test]
    public void E14_CorrectedNoReaderSeesHalfOfOneEntryAndHalfOfAnother()
    {
        const ulong rounds = 40_000_000;
        Boot();
        Guest guest = GuestWithMemory(HugePage);
        bool writing = true;
        ulong seen = 0, torn = 0;
        PairOfThreads.Run(
            () =>
            {
                ulong* entry = guest.Words(Index);
                ref ulong guestR = ref guest.Machine.Kvm->arch.revmap[Index].guest_rpte;
                for (ulong round = 1; round <= rounds; round++)
                {
                    Volatile.Write(ref entry[0], 0);
                    Volatile.Write(ref guestR, round << 12);
                    Volatile.Write(ref entry[1], round << 12);
                    Volatile.Write(ref entry[0], round << 7 | Hpte.Valid);
                }
                Volatile.Write(ref writing, false);
            },
            () =>
            {
                do
                {
                    guest.Cpu.ReadAt(Index, Hpte.Translate);
                    if ((guest.Cpu.Gpr[4] & Hpte.Valid) == 0)
                        continue;
                    seen++;
                    if (guest.Cpu.Gpr[4] >> 7 != guest.Cpu.Gpr[5] >> 12)
                        torn++;
                }
                while (Volatile.Read(ref writing));
            });

        TestContext.Out.WriteLine($"{seen} valid pairs read while {rounds} entries came and went; torn: {torn}");
        Assert.That(torn, Is.Zero, "the first word was read again, and was the same");
    }

    [Test]
    public void E15_CorrectedAMaskWithTheLockBitMayMatch()
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected);
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.AndCondition, Hpte.Lock), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the guest's bit there is 0");

        guest.Cpu.EnterHugePage(Index, HugePage);
        guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index, Hpte.BulkAndCondition), Hpte.Lock, Hpte.BulkEnd);
        Assert.That(guest.Cpu.Gpr[4] >> 60, Is.EqualTo(0x8), "nor is it in the bulk call: response 80, removed");
    }

    [Test]
    public void E15_AsWrittenAMaskWithTheLockBitNeverMatches()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E15));
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.AndCondition, Hpte.Lock), Is.EqualTo(Outcome.InRealMode(HypercallResult.NotFound)), "the caller has locked the entry itself");

        guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index, Hpte.BulkAndCondition), Hpte.Lock, Hpte.BulkEnd);
        Assert.That(guest.Cpu.Gpr[4] >> 60, Is.EqualTo(0x9), "so has the bulk call: response 90, not found");
        Assert.That(guest.Entry(Index).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the entry stays");
    }

    [Test]
    public void E16_CorrectedTheKeysHighBitsReachTheTable()
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected, Hpte.KeyHigh | Hpte.Bit62);
        Assert.That(
            guest.Entry(Index).R, Is.EqualTo(guest.RealAddressOf(1) | Hpte.Coherent | Hpte.KeyHigh | Hpte.Bit62), "bits 62 to 60 are not the address");
    }

    [Test]
    public void E16_AsWrittenTheKeysHighBitsAreDropped()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E16), Hpte.KeyHigh | Hpte.Bit62);
        Assert.That(guest.Entry(Index).R, Is.EqualTo(guest.RealAddressOf(1) | Hpte.Coherent), "they go with the guest's address");
        Assert.That(
            guest.Entry(Index).GuestR, Is.EqualTo(HugePage | Hpte.Coherent | Hpte.KeyHigh | Hpte.Bit62), "while H_READ will say that they are there");
    }

    [TestCase(CpuModel.Power7, Hpte.Large | Hpte.ReservedSegmentSize, Hpte.Coherent, TestName = "{m}(reserved segment size 2)")]
    [TestCase(CpuModel.Power7, Hpte.Large | 3ul << 62, Hpte.Coherent, TestName = "{m}(reserved segment size 3)")]
    [TestCase(CpuModel.Power7, Hpte.Large | Hpte.LowestAvpnBit, Hpte.Coherent, TestName = "{m}(16 MB page at an odd 8 MB)")]
    [TestCase(CpuModel.Ppc970, Hpte.Large, Hpte.StrongAccessOrder, TestName = "{m}(WIMG 1110 on PPC970)")]
    public void E17_WhatTheArchitectureRulesOut(CpuModel cpu, ulong v, ulong wimg)
    {
        Boot(cpu: cpu);
        Guest guest = GuestWithMemory();
        Assert.That(guest.Cpu.EnterAt(Index, v, wimg).Result, Is.EqualTo(HypercallResult.Parameter), "corrected: refused before the page is looked up");
        Assert.That(guest.PinnedPages, Is.Zero, "and nothing is pinned for it");
        guest.PinEveryPage();
        Assert.That(guest.Cpu.EnterAt(Index, v, wimg), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "and refused when it is pinned");
        SwitchOff();

        Boot(ErrataSet.Of(Erratum.E17), cpu);
        guest = GuestWithMemory();
        Assert.That(guest.Cpu.EnterAt(Index, v, wimg), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "as written: accepted");
        Assert.That(guest.Entry(Index).V, Is.EqualTo(v | Hpte.Valid), "and used as it is");
    }

    [TestCase(Hpte.EntryCount, Hpte.Coherent, TestName = "{m}(index beyond the table)")]
    [TestCase(Index, 0x28ul, TestName = "{m}(WIMG 0101)")]
    public void E27_ARejectedEntry(ulong index, ulong wimg)
    {
        Boot();
        Guest guest = GuestWithMemory();
        Assert.That(guest.Cpu.EnterAt(index, Hpte.Large, wimg), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "real mode does not get to the test");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "corrected: tested before the page is taken");
        SwitchOff();

        Boot(ErrataSet.Of(Erratum.E27));
        guest = GuestWithMemory();
        Assert.That(guest.Cpu.EnterAt(index, Hpte.Large, wimg), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "as written the answer is the same");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }), "but the page stays pinned");
    }

    /// <summary>A guest with one entry, for the second 16 MB.</summary>
    private Guest GuestWithEntry(ErrataSet errata, ulong bits = 0)
    {
        Boot(errata);
        Guest guest = GuestWithMemory();
        Assert.That(
            guest.Cpu.EnterAt(Index, Hpte.Large, HugePage | Hpte.Coherent | bits), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the entry is made");
        return guest;
    }
}
