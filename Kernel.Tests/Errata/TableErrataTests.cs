// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>
/// E13 to E17, E27 and E37: wrong arguments accepted, wrong results returned and pages left pinned by hypercalls on the hashed page table.
/// </summary>
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
            guest.Cpu.Gpr[5], Is.EqualTo(HugePage | Hpte.Coherent | Hpte.Referenced | Hpte.Changed),
            "the guest gets its own doubleword with the R and C bits of the hardware");
    }

    [Test]
    public void E13_AsWrittenARemovedEntryShowsTheHostsAddress()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E13));
        ulong hostAddress = guest.RealAddressOf(1);
        guest.Cpu.RemoveAt(Index);
        Assert.That(guest.Cpu.Gpr[5], Is.EqualTo(hostAddress | Hpte.Coherent), "the guest gets the doubleword of the hardware");
    }

    [Test]
    public void E13_CorrectedReadingAnInvalidEntryShowsTheGuestsAddress([Values(0ul, Hpte.Translate)] ulong flags)
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected);
        guest.Cpu.RemoveAt(Index);
        guest.Cpu.ReadAt(Index, flags);
        Assert.That(guest.Cpu.Gpr[5], Is.EqualTo(HugePage | Hpte.Coherent), "the guest gets its own doubleword");
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
        Assert.That(guest.Cpu.Gpr[4], Is.EqualTo(Hpte.Large | Hpte.Valid), "the lock bit is cleared in the result");
        *guest.Words(Index) &= ~Hpte.Lock;
    }

    [Test]
    public void E14_AsWrittenTheLockBitIsVisible()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E14));
        *guest.Words(Index) |= Hpte.Lock;
        guest.Cpu.ReadAt(Index);
        Assert.That(
            guest.Cpu.Gpr[4], Is.EqualTo(Hpte.Large | Hpte.Valid | Hpte.Lock), "the guest reads the lock bit as one of its software bits");
        *guest.Words(Index) &= ~Hpte.Lock;
    }

    // Another processor enters and removes entries whose two doublewords hold the same number. As written, a reader sometimes sees
    // doublewords of two entries; this depends on timing, so only the correction can be tested.
    [Test]
    public void E14_CorrectedAReaderNeverSeesWordsOfTwoEntries()
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

        TestContext.Out.WriteLine($"{seen} valid pairs read while {rounds} entries were written; torn: {torn}");
        Assert.That(torn, Is.Zero, "both doublewords belong to one entry");
    }

    // As written one read of the first doubleword decides what is returned for the second, and another read is returned. Both mixtures
    // come up while another processor sets and clears the valid bit.
    [Test]
    public void E14_AsWrittenTheFirstDoublewordIsReadAgainForTheResult()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E14));
        bool reading = true;
        ulong validWithAddress = 0, invalidWithoutAddress = 0;
        PairOfThreads.Run(
            () =>
            {
                ulong* entry = guest.Words(Index);
                ulong valid = entry[0];
                while (Volatile.Read(ref reading))
                {
                    Volatile.Write(ref entry[0], valid & ~Hpte.Valid);
                    Volatile.Write(ref entry[0], valid);
                }
            },
            () =>
            {
                try
                {
                    GuestRuns.Await(BothAreSeen, "both mixtures are seen");
                }
                finally
                {
                    Volatile.Write(ref reading, false);
                }
            });

        TestContext.Out.WriteLine($"valid with an address: {validWithAddress}; invalid without: {invalidWithoutAddress}");
        Assert.That(validWithAddress, Is.Positive, "found invalid, so its address is returned, and valid in the result");
        Assert.That(invalidWithoutAddress, Is.Positive, "found valid, so its address is hidden, and invalid in the result");

        bool BothAreSeen()
        {
            for (int i = 0; i < 10_000; i++)
            {
                guest.Cpu.ReadAt(Index);
                bool isValid = (guest.Cpu.Gpr[4] & Hpte.Valid) != 0;
                bool hasAddress = (guest.Cpu.Gpr[5] & Hpte.PageNumber) != Hpte.PageNumber;
                if (isValid && hasAddress)
                    validWithAddress++;
                if (!isValid && !hasAddress)
                    invalidWithoutAddress++;
            }
            return validWithAddress != 0 && invalidWithoutAddress != 0;
        }
    }

    [Test]
    public void E15_CorrectedAMaskWithTheLockBitCanMatch()
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected);
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.AndCondition, Hpte.Lock), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the guest's bit is 0");

        guest.Cpu.EnterHugePage(Index, HugePage);
        guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index, Hpte.BulkAndCondition), Hpte.Lock, Hpte.BulkEnd);
        Assert.That(guest.Cpu.Gpr[4] >> 60, Is.EqualTo(0x8), "bulk call: response 80, removed");
    }

    [Test]
    public void E15_AsWrittenAMaskWithTheLockBitNeverMatches()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E15));
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.AndCondition, Hpte.Lock), Is.EqualTo(Outcome.InRealMode(HypercallResult.NotFound)),
            "the lock bit is set by the call itself");

        guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index, Hpte.BulkAndCondition), Hpte.Lock, Hpte.BulkEnd);
        Assert.That(guest.Cpu.Gpr[4] >> 60, Is.EqualTo(0x9), "bulk call: response 90, not found");
        Assert.That(guest.Entry(Index).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the entry stays");
    }

    [Test]
    public void E16_CorrectedTheKeysHighBitsReachTheTable()
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected, Hpte.KeyHigh | Hpte.Bit62);
        Assert.That(
            guest.Entry(Index).R, Is.EqualTo(guest.RealAddressOf(1) | Hpte.Coherent | Hpte.KeyHigh | Hpte.Bit62), "bits 62 to 60 are kept");
    }

    [Test]
    public void E16_AsWrittenTheKeysHighBitsAreDropped()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E16), Hpte.KeyHigh | Hpte.Bit62);
        Assert.That(
            guest.Entry(Index).R, Is.EqualTo(guest.RealAddressOf(1) | Hpte.Coherent), "bits 62 to 60 are cleared with the guest's address");
        Assert.That(
            guest.Entry(Index).GuestR, Is.EqualTo(HugePage | Hpte.Coherent | Hpte.KeyHigh | Hpte.Bit62), "H_READ will show bits 62 to 60");
    }

    [TestCase(CpuModel.Power7, Hpte.Large | Hpte.ReservedSegmentSize, Hpte.Coherent, TestName = "{m}(reserved segment size 2)")]
    [TestCase(CpuModel.Power7, Hpte.Large | 3ul << 62, Hpte.Coherent, TestName = "{m}(reserved segment size 3)")]
    [TestCase(CpuModel.Power7, Hpte.Large | Hpte.LowestAvpnBit, Hpte.Coherent, TestName = "{m}(16 MB page at an odd 8 MB)")]
    [TestCase(CpuModel.Ppc970, Hpte.Large, Hpte.StrongAccessOrder, TestName = "{m}(WIMG 1110 on PPC970)")]
    public void E17_AnEntryThatTheArchitectureForbidsIsRefusedOnlyIfCorrected(CpuModel cpu, ulong v, ulong wimg)
    {
        Boot(cpu: cpu);
        Guest guest = GuestWithMemory();
        Assert.That(
            guest.Cpu.EnterAt(Index, v, wimg).Result, Is.EqualTo(HypercallResult.Parameter),
            "corrected: refused before the page is looked up");
        Assert.That(guest.PinnedPages, Is.Zero, "corrected: nothing is pinned");
        guest.PinEveryPage();
        Assert.That(
            guest.Cpu.EnterAt(Index, v, wimg), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)),
            "corrected: refused when the page is pinned, too");
        SwitchOff();

        Boot(ErrataSet.Of(Erratum.E17), cpu);
        guest = GuestWithMemory();
        Assert.That(guest.Cpu.EnterAt(Index, v, wimg), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "as written: accepted");
        Assert.That(guest.Entry(Index).V, Is.EqualTo(v | Hpte.Valid), "as written: the entry is stored unchanged");
    }

    [TestCase(Hpte.EntryCount, Hpte.Coherent, TestName = "{m}(index beyond the table)")]
    [TestCase(Index, 0x28ul, TestName = "{m}(WIMG 0101)")]
    public void E27_ARejectedEntryLeavesItsPagePinnedOnlyAsWritten(ulong index, ulong wimg)
    {
        Boot();
        Guest guest = GuestWithMemory();
        Assert.That(
            guest.Cpu.EnterAt(index, Hpte.Large, wimg), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "corrected: virtual mode refuses the entry");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "corrected: no page is pinned");
        SwitchOff();

        Boot(ErrataSet.Of(Erratum.E27));
        guest = GuestWithMemory();
        Assert.That(
            guest.Cpu.EnterAt(index, Hpte.Large, wimg), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "as written: virtual mode refuses the entry");
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }),
            "as written: the page stays pinned");
    }

    [Test]
    public void E37_CorrectedATranslatedEntryIsReadWithItsReferenceAndChangeBits()
    {
        Guest guest = GuestWithEntry(ErrataSet.Corrected);
        guest.Machine.HashedPageTable.HardwareSetReferenceChange((int)Index, Hpte.Referenced | Hpte.Changed);
        guest.Cpu.ReadAt(Index, Hpte.Translate);
        Assert.That(
            guest.Cpu.Gpr[5], Is.EqualTo(HugePage | Hpte.Coherent | Hpte.Referenced | Hpte.Changed),
            "the guest's own doubleword with the bits that the hardware has set");
    }

    [Test]
    public void E37_AsWrittenATranslatedEntryIsReadAsItWasEntered()
    {
        Guest guest = GuestWithEntry(ErrataSet.Of(Erratum.E37));
        guest.Machine.HashedPageTable.HardwareSetReferenceChange((int)Index, Hpte.Referenced | Hpte.Changed);
        guest.Cpu.ReadAt(Index, Hpte.Translate);
        Assert.That(guest.Cpu.Gpr[5], Is.EqualTo(HugePage | Hpte.Coherent), "the guest's own doubleword, whatever happened since");
        guest.Cpu.ReadAt(Index);
        Assert.That(
            guest.Cpu.Gpr[5] & (Hpte.Referenced | Hpte.Changed), Is.EqualTo(Hpte.Referenced | Hpte.Changed),
            "without R_XLATE the bits are there");
    }

    /// <summary>A guest with one entry, which maps the second 16 MB.</summary>
    private Guest GuestWithEntry(ErrataSet errata, ulong bits = 0)
    {
        Boot(errata);
        Guest guest = GuestWithMemory();
        Assert.That(
            guest.Cpu.EnterAt(Index, Hpte.Large, HugePage | Hpte.Coherent | bits),
            Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the entry is accepted");
        return guest;
    }
}
