// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// The original's deviations from LoPAR (chapter 14), intended or not, which the port keeps: one test for each. None of them is an
/// erratum.
/// </summary>
[TestFixture]
public sealed unsafe class LoparDeviationTests : SystemFixture
{
    private const ulong Index = 8;
    private const ulong ZeroPage = 1ul << 15, CopyPage = 1ul << 14;
    private const ulong InvalidateInstructions = 1ul << 23, SynchronizeInstructions = 1ul << 22;
    private const ulong CacheInhibited = 0x28;                  // WIMG 0101
    private const ulong ProblemState = 1ul << 14;

    [Test]
    public void APrivilegeErrorIsNeverReturned()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.Msr = ProblemState;
        Assert.That(
            guest.Cpu.EnterHugePage(Index, 0), Is.EqualTo(Outcome.GuestSystemCall),
            "LoPAR: H_Privilege; here the guest's kernel gets a system call");
    }

    // -- H_ENTER

    [Test]
    public void EnterTestsTheIndexLast()
    {
        Boot();
        Guest guest = GuestWithMemory();
        const ulong outside = Hpte.EntryCount;

        Assert.That(
            guest.Cpu.EnterHugePage(outside, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "LoPAR tests the index first; here real mode first finds that the page is not pinned");
        guest.PinEveryPage();
        Assert.That(
            guest.Cpu.EnterHugePage(outside, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)),
            "real mode tests the index once the page is pinned");
    }

    [Test]
    public void EnterMasksAMisalignedAddress()
    {
        Guest guest = PinnedGuest();
        Assert.That(
            guest.Cpu.EnterAt(Index, Hpte.Large, HugePage + 0x30_0000 | Hpte.Coherent),
            Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "LoPAR: H_Parameter");
        Assert.That(
            guest.TargetOf(Index) & ~(HugePage - 1), Is.EqualTo(guest.RealAddressOf(1)),
            "the address is rounded down to the page boundary");
    }

    [Test]
    public void EnterIgnoresTheFlagsThatAskForAClearedOrCopiedPage(
        [Values(ZeroPage, CopyPage, InvalidateInstructions, SynchronizeInstructions)] ulong flag)
    {
        Guest guest = PinnedGuest();
        guest.Write(0x1000, 0x1122334455667788);
        Assert.That(
            guest.Cpu.EnterAt(Index, Hpte.Large, Hpte.Coherent, Hpte.Exact | flag), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "LoPAR: the flag is obeyed, or refused for a page above 64 KB");
        Assert.That(guest.Read<ulong>(0x1000), Is.EqualTo(0x1122334455667788), "the page is unchanged");
    }

    [Test]
    public void EnterAcceptsStrongAccessOrderForMemory()
    {
        Guest guest = PinnedGuest();
        Assert.That(
            guest.Cpu.EnterAt(Index, Hpte.Large, Hpte.StrongAccessOrder), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "WIMG 1110 is accepted as well as 0010");
        Assert.That(guest.Entry(Index).R & Hpte.Wimg, Is.EqualTo(Hpte.StrongAccessOrder), "the entry has the WIMG bits of the guest");
    }

    [Test]
    public void EnterRefusesEveryMappingOfIo([Values(0x20ul, CacheInhibited, 0x30ul, 0x38ul)] ulong wimg)
    {
        Guest guest = PinnedGuest();
        Assert.That(
            guest.Cpu.EnterAt(Index, 0, 1ul << 40 | wimg), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)),
            "an address outside memory has no slot");
        Assert.That(
            guest.Cpu.EnterAt(Index, 0, wimg), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "memory must be cacheable");
    }

    [Test]
    public void EnterForcesTheEntryValid()
    {
        Guest guest = PinnedGuest();
        Assert.That(
            guest.Cpu.EnterAt(Index, Hpte.Large | 0x60, Hpte.Coherent), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the guest passes V 0 with bits 57 and 58 set");
        Assert.That(
            guest.Entry(Index).V, Is.EqualTo(Hpte.Large | Hpte.Valid),
            "LoPAR requires bits 57 and 58 to be forced off, but does not mention forcing V on");
    }

    [Test]
    public void EnterDoesNotForceReservedBitsOff()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterAt(Index, Hpte.Large, Hpte.Bit62 | Hpte.Coherent);
        Assert.That(guest.Entry(Index).R & Hpte.Bit62, Is.EqualTo(Hpte.Bit62), "LoPAR: reserved bits are forced off");
        SwitchOff();

        guest = PinnedGuest(ErrataSet.Of(Erratum.E16));
        guest.Cpu.EnterAt(Index, Hpte.Large, Hpte.Bit62 | Hpte.Coherent);
        Assert.That(
            guest.Entry(Index).R & Hpte.Bit62, Is.Zero, "E16 as written clears bit 62, but as part of the address, not as a reserved bit");
    }

    [Test]
    public void EnterWaitsForAnExactEntryThatIsLockedButFree()
    {
        Guest guest = PinnedGuest(vcpus: 2);
        *guest.Words(Index) = Hpte.Lock;
        HypercallOutcome outcome = Outcome.UserSpace;
        var entering = new Thread(() => outcome = guest.Cpus[1].EnterHugePage(Index, 0)) { IsBackground = true };
        entering.Start();

        // LoPAR: H_PTEG_Full at once. These calls give the thread time to return that; the test does not depend on how many are made.
        for (int i = 0; i < 100_000 && entering.IsAlive; i++)
            guest.Cpu.ReadAt(Index);
        Assert.That(entering.IsAlive, Is.True, "H_ENTER spins while the entry is locked");

        Volatile.Write(ref *guest.Words(Index), 0);
        entering.Join();
        Assert.That(outcome, Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "H_ENTER then takes the free entry");
    }

    // -- H_REMOVE and H_BULK_REMOVE

    [Test]
    public void RemoveComparesTheWholeAvpnOperand()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterAt(Index, 0x1234500 | Hpte.Large, Hpte.Coherent);
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.WithAvpn, 0x1234501), Is.EqualTo(Outcome.InRealMode(HypercallResult.NotFound)),
            "the operand's low seven bits must be 0 to match");
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.WithAvpn, 0x1234500), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the entry's low seven bits are ignored");
    }

    [Test]
    public void RemoveTestsAMaskAgainstTheWholeWord()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterHugePage(Index, 0);
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.AndCondition, Hpte.Valid), Is.EqualTo(Outcome.InRealMode(HypercallResult.NotFound)),
            "the mask is compared with V, which is always set");
        Assert.That(
            guest.Cpu.RemoveAt(Index, Hpte.AndCondition, 0x38), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the entry has none of the bits of the mask");
    }

    [Test]
    public void BulkRemoveTestsAMaskAgainstTheWholeWord()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterHugePage(Index, 0);
        guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index, Hpte.BulkAndCondition), Hpte.Valid, Hpte.BulkEnd);
        Assert.That(
            guest.Cpu.Gpr[4], Is.EqualTo(0x91ul << 56 | Index),
            "LoPAR masks bits 57 to 63 first; here V makes the condition false: not found");
        Assert.That(guest.Entry(Index).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the entry stays");
    }

    [TestCase(0x00ul, 0xa0ul, TestName = "{m}(type 00)")]
    [TestCase(0x80ul, 0xa0ul, TestName = "{m}(type 10)")]
    [TestCase(0x43ul, 0xa3ul, TestName = "{m}(both conditions)")]
    public void BulkRemoveStopsAtTheFirstBadSpecifier(ulong specifier, ulong response)
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        guest.Cpu.EnterHugePage(Index + 1, 0);

        HypercallOutcome outcome = guest.Cpu.Hypercall(
            HypercallNumber.BulkRemove, Hpte.BulkRequest(Index), 0, specifier << 56 | 5, 0, Hpte.BulkRequest(Index + 1), 0, Hpte.BulkEnd);

        Assert.That(outcome, Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "the call as a whole is refused");
        Assert.That(guest.Cpu.Gpr[4], Is.EqualTo(0x80ul << 56 | Index), "the entry before the bad specifier is removed");
        Assert.That(Booted.Instruments.Statistics.TlbielCount, Is.EqualTo(1), "its translation is invalidated");
        Assert.That(guest.Cpu.Gpr[6], Is.EqualTo(response << 56 | 5), "the bad specifier is marked");
        Assert.That(guest.Cpu.Gpr[8], Is.EqualTo(Hpte.BulkRequest(Index + 1)), "the specifier after it is not processed");
        Assert.That(guest.Entry(Index + 1).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the entry of that specifier stays");
    }

    [Test]
    public void BulkRemoveRefusesAnIndexOutsideTheTableAsABadSpecifier()
    {
        Guest guest = PinnedGuest();
        Assert.That(
            guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Hpte.EntryCount)),
            Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "the index is outside the table");
        Assert.That(guest.Cpu.Gpr[4], Is.EqualTo(0xa0ul << 56 | Hpte.EntryCount), "the specifier is marked");
    }

    [Test]
    public void BulkRemoveEndsWithSuccessAtTheEndMark()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterHugePage(Index, 0);
        HypercallOutcome outcome = guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkEnd | 7, 0, Hpte.BulkRequest(Index), 0);
        Assert.That(outcome, Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "an end mark is a valid request list");
        Assert.That(guest.Cpu.Gpr[4], Is.EqualTo(Hpte.BulkEnd | 7), "the end mark gets no response");
        Assert.That(guest.Entry(Index).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "requests after the end mark are not processed");
    }

    // -- H_READ

    [Test]
    public void ReadWithoutTranslationHidesThePageNumber()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterHugePage(Index, HugePage);
        guest.Cpu.ReadAt(Index);
        Assert.That(guest.Cpu.Gpr[5], Is.EqualTo(Hpte.PageNumber | Hpte.Coherent), "LoPAR leaves it undefined; here it is all ones");
    }

    [Test]
    public void ReadOfFourEntriesBeginsAtAMultipleOfFour()
    {
        Guest guest = PinnedGuest();
        for (ulong i = 0; i < 4; i++)
            guest.Cpu.EnterAt(Index + i, (i + 1) << 8 | Hpte.Large, i * HugePage | Hpte.Coherent);
        Assert.That(
            guest.Cpu.ReadAt(Index + 3, Hpte.ReadFour | Hpte.Translate), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the index is rounded down");
        for (int i = 0; i < 4; i++)
        {
            Assert.That(
                guest.Cpu.Gpr[4 + 2 * i], Is.EqualTo((ulong)(i + 1) << 8 | Hpte.Large | Hpte.Valid), $"first doubleword of entry {i}");
            Assert.That(guest.Cpu.Gpr[5 + 2 * i], Is.EqualTo((ulong)i * HugePage | Hpte.Coherent), $"second doubleword of entry {i}");
        }
    }

    // -- H_PROTECT

    [Test]
    public void ProtectKeepsTheReferenceBit()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterHugePage(Index, 0);
        guest.Machine.HashedPageTable.HardwareSetReferenceChange((int)Index, Hpte.Referenced | Hpte.Changed);
        Assert.That(
            guest.Cpu.ProtectAt(Index, flags: 2), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "flags 2: read and write for all");
        Assert.That(
            guest.Entry(Index).R, Is.EqualTo(guest.RealAddressOf(0) | Hpte.Coherent | Hpte.Referenced | Hpte.Changed | 2),
            "LoPAR: R is cleared; here R is kept");
    }

    [Test]
    public void ProtectComparesTheAvpnOnlyWhenAsked()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterAt(Index, 0x1234500 | Hpte.Large, Hpte.Coherent);
        Assert.That(
            guest.Cpu.ProtectAt(Index, 0, 0x9876500), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "without the flag any AVPN is accepted");
        Assert.That(
            guest.Cpu.ProtectAt(Index, Hpte.WithAvpn, 0x9876500), Is.EqualTo(Outcome.InRealMode(HypercallResult.NotFound)),
            "with the flag a different AVPN is not found");
        Assert.That(
            guest.Cpu.ProtectAt(Index, Hpte.WithAvpn, 0x1234500), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "with the flag the entry's AVPN is found");
    }

    [Test]
    public void ProtectSetsKeyProtectionAndNoExecuteInBothWords()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterHugePage(Index, HugePage);
        // Flags: pp0 in bit 8, the key's high bits in 13:12 and its low bits in 11:9; N and pp as in the entry.
        guest.Cpu.ProtectAt(Index, 0x100 | 0x3000 | 0xe00 | 0x4 | 0x3);
        const ulong changed = Hpte.Pp0 | Hpte.KeyHigh | 0xe07;
        Assert.That(
            guest.Entry(Index).R, Is.EqualTo(guest.RealAddressOf(1) | Hpte.Coherent | changed), "the doubleword that the hardware sees");
        Assert.That(guest.Entry(Index).GuestR, Is.EqualTo(HugePage | Hpte.Coherent | changed), "the doubleword that the guest reads");
    }

    [Test]
    public void RemoveAndProtectIgnoreTheVirtualAddress()
    {
        Guest guest = PinnedGuest();
        guest.Cpu.EnterHugePage(Index, 0);
        guest.Cpu.EnterHugePage(Index + 1, 0);
        Assert.That(
            guest.Cpu.Hypercall(HypercallNumber.Protect, 0, Index, 0, 0xdead_beef), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "H_PROTECT ignores r7");
        Assert.That(
            guest.Cpu.Hypercall(HypercallNumber.Remove, 0, Index, 0, 0xdead_beef), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "H_REMOVE ignores r7");
        Assert.That(guest.Entry(Index + 1).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "no other entry is affected");
    }

    // -- H_REGISTER_VPA

    [Test]
    public void ARegisteredAreaMayEndWithItsPageButNotCrossIt()
    {
        Guest guest = PinnedGuest();
        const ulong last = HugePage - 640;
        guest.Write(last + 4, (ushort)640);
        Assert.That(
            guest.Cpu.RegisterArea(1, 0, last), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "an area may end with the page");
        guest.Write(last + 128 + 4, (ushort)640);
        Assert.That(
            guest.Cpu.RegisterArea(1, 0, last + 128), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "an area may not extend into the next page");
    }

    private Guest PinnedGuest(ErrataSet errata = default, int vcpus = 1)
    {
        Boot(errata);
        Guest guest = GuestWithMemory(vcpus: vcpus);
        guest.PinEveryPage();
        return guest;
    }
}
