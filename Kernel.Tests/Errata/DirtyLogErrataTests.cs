// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Linux.include.asm.page_h;

namespace Kernel.Tests.Errata;

/// <summary>E42: what KVM_GET_DIRTY_LOG says of the pages that a guest, or the host for it, has written.</summary>
[TestFixture]
public sealed class DirtyLogErrataTests : SystemFixture
{
    private const int Index = 8;
    private const ulong OwnPages = 0x4000_0000;             // effective address at which a guest maps pages of its own
    private const ulong Area = HugePage + 0x30000;          // of a vcpu, in the second 16 MB

    private int _isDone;

    [SetUp]
    public void ResetDone() => _isDone = 0;

    [Test]
    public void E42_CorrectedAStoreOfARunningGuestIsInTheNextLog()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithLog();
        guest.Cpu.Run(_ => [GuestInstructions.Store(0x5000, 1), GuestInstructions.Load(2 * HugePage)]);
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0, HugePage)), "the 16 MB page that was written, not the one that was only read");
        Assert.That(LogOf(guest), Is.Empty, "nothing was written since");

        guest.Cpu.Run(_ => [GuestInstructions.Store(0x5000, 2), GuestInstructions.Store(HugePage, 3)]);
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0, 2 * HugePage)), "a page is logged again when it is written again");
    }

    [Test]
    public void E42_AsWrittenTheLogStaysEmpty()
    {
        Boot(ErrataSet.Of(Erratum.E42), clock: new ManualClock());
        Guest guest = GuestWithLog();
        guest.Cpu.Run(_ => [GuestInstructions.Store(0x5000, 1)]);
        Assert.That(LogOf(guest), Is.Empty, "nothing marks a page, although the guest has written to one");

        EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
        guest.Cpu.RemoveAt(Index);
        Assert.That(LogOf(guest), Is.Empty, "an entry that is removed is not noted either");
    }

    [TestCase(12, 0x1000ul, 1, TestName = "{m}(4 KB on 4 KB)")]
    [TestCase(12, 0x10000ul, 16, TestName = "{m}(64 KB on 4 KB)")]
    [TestCase(12, HugePage, 4096, TestName = "{m}(16 MB on 4 KB)")]
    [TestCase(16, 0x1000ul, 1, TestName = "{m}(4 KB on 64 KB)")]
    [TestCase(16, 0x10000ul, 1, TestName = "{m}(64 KB on 64 KB)")]
    [TestCase(16, HugePage, 256, TestName = "{m}(16 MB on 64 KB)")]
    public void E42_CorrectedAnEntryDirtiesAllPagesThatItMaps(int pageShift, ulong size, int pages)
    {
        Boot(pageShift: pageShift);
        Guest guest = GuestWithLog();
        ulong address = size == HugePage ? HugePage : HugePage + 0x50000;
        EnterAndChange(guest, address, cpu => size switch
        {
            0x1000 => cpu.EnterPage4K(Index, address),
            0x10000 => cpu.EnterPage64K(Index, address),
            _ => cpu.EnterHugePage(Index, address),
        });

        int[] log = LogOf(guest);
        Assert.That(log, Is.EqualTo(Pages(address, size)), "the pages of the host that the entry maps");
        Assert.That(log, Has.Length.EqualTo(pages), "their number");
        Assert.That(LogOf(guest), Is.Empty, "the log has begun anew");
    }

    [Test]
    public void E42_CorrectedAnEntryThatGoesBetweenTwoLogsIsNotForgotten(
        [Values("H_REMOVE", "H_BULK_REMOVE", "move")] string how, [Values(0x10000ul, HugePage)] ulong size, [Values] bool alsoE12)
    {
        Boot(alsoE12 ? ErrataSet.Of(Erratum.E12) : ErrataSet.Corrected);
        Guest guest = GuestWithLog();
        EnterAndChange(
            guest, HugePage, cpu => size == HugePage ? cpu.EnterHugePage(Index, HugePage) : cpu.EnterPage64K(Index, HugePage));
        if (how == "move")
            guest.Machine.SetMemoryRegion(0, 8 * HugePage, 4 * HugePage, guest.UserAddress, MemorySlotOptions.LogDirtyPages);
        else if (how == "H_REMOVE")
            guest.Cpu.RemoveAt(Index);
        else
            guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index), 0, Hpte.BulkEnd);

        Assert.That(guest.Entry(Index).V & Hpte.Valid, Is.Zero, "the entry is gone");
        Assert.That(LogOf(guest), Is.EqualTo(Pages(HugePage, size)), "its pages are in the next log");
        Assert.That(LogOf(guest), Is.Empty, "and in no other");
    }

    [Test]
    public void E42_CorrectedAnEntryThatIsRemovedAfterTheLogIsNotLoggedTwice([Values] bool bulk)
    {
        Boot();
        Guest guest = GuestWithLog();
        EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
        LogOf(guest);
        Remove(guest, bulk);
        Assert.That(LogOf(guest), Is.Empty, "the change was in the first log");
    }

    [Test]
    public void E42_CorrectedAStoreByAnOldTranslationIsLogged([Values] bool bulk)
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithLog();
        guest.Cpu.EnterPage64K(Index, 0x10000);
        DuringInvalidation(() => Remove(guest, bulk), () =>
        {
            Assert.That(LogOf(guest), Is.Empty, "nothing is written yet");
            guest.Machine.HashedPageTable.HardwareUseOldTranslation(Index, Hpte.Changed);
        });
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0x10000, 0x10000)), "the store came before the invalidation was complete");
    }

    [Test]
    public void E42_CorrectedAPageThatBecomesReadOnlyIsStillLogged()
    {
        const ulong readOnly = 3;
        Boot();
        Guest guest = GuestWithLog();
        EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
        guest.Cpu.ProtectAt(Index, readOnly);
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0x10000, 0x10000)), "H_PROTECT keeps the change bit");
        Assert.That(guest.Entry(Index).R & 3, Is.EqualTo(readOnly), "the log leaves the protection as it is");
        guest.Cpu.ProtectAt(Index, readOnly);
        Assert.That(LogOf(guest), Is.Empty, "H_PROTECT does not bring the bit back");
    }

    [Test]
    public void E42_CorrectedAStoreAfterALogIsInTheNextOne()
    {
        Boot();
        Guest guest = GuestWithLog();
        for (int round = 0; round < 3; round++)
        {
            if (round == 0)
                EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
            else
                guest.Machine.HashedPageTable.HardwareSetReferenceChange(Index, Hpte.Changed);
            Assert.That(LogOf(guest), Is.EqualTo(Pages(0x10000, 0x10000)), $"round {round}");
        }
    }

    [Test]
    public void E42_CorrectedTheEntryStaysValidWhileItsChangeBitIsTaken()
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithLog();
        EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
        int[] log = [];
        DuringInvalidation(() => log = LogOf(guest), () =>
        {
            Assert.That(guest.Entry(Index).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "a guest's access would find the entry");
            Assert.That(guest.Machine.HashedPageTable.HardwareSetReferenceChange(Index, Hpte.Changed), Is.True, "a store finds it");
        });
        Assert.That(log, Is.EqualTo(Pages(0x10000, 0x10000)), "the first store");
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0x10000, 0x10000)), "the store after the bit was taken");
    }

    [Test]
    public void E42_CorrectedTheGuestKeepsItsChangeBit([Values] bool alsoE13)
    {
        Boot(alsoE13 ? ErrataSet.Of(Erratum.E13) : ErrataSet.Corrected);
        Guest guest = GuestWithLog();
        for (int index = Index; index < Index + 3; index++)
            guest.Cpu.EnterPage64K((ulong)index, (ulong)index << 16);
        guest.Machine.HashedPageTable.HardwareSetReferenceChange(Index, Hpte.Changed);
        guest.Machine.HashedPageTable.HardwareSetReferenceChange(Index + 1, Hpte.Changed);
        LogOf(guest);
        Assert.That(guest.Entry(Index).R & Hpte.Changed, Is.Zero, "the table's own bit is clear");

        guest.Cpu.ReadAt(Index);
        Assert.That(guest.Cpu.Gpr[5] & Hpte.Changed, Is.EqualTo(Hpte.Changed), "H_READ shows the bit");
        guest.Cpu.RemoveAt(Index);
        Assert.That(guest.Cpu.Gpr[5] & Hpte.Changed, Is.EqualTo(Hpte.Changed), "H_REMOVE returns the bit");
        guest.Cpu.ReadAt(Index);
        Assert.That(guest.Cpu.Gpr[5] & Hpte.Changed, Is.EqualTo(Hpte.Changed), "H_READ shows it of a removed entry");
        guest.Cpu.Hypercall(
            HypercallNumber.BulkRemove, Hpte.BulkRequest(Index + 1), 0, Hpte.BulkRequest(Index + 2), 0, Hpte.BulkEnd);
        Assert.That(guest.Cpu.Gpr[4] >> 56, Is.EqualTo(0x84), "H_BULK_REMOVE returns the bit");
        Assert.That(guest.Cpu.Gpr[6] >> 56, Is.EqualTo(0x80), "an entry that was never written has none");
    }

    [Test]
    public void E42_CorrectedAnEntryThatIsEnteredAsChangedIsDirtyOnlyOnceItIsWritten()
    {
        Boot();
        Guest guest = GuestWithLog();
        guest.Cpu.EnterAt(Index, Hpte.Large, 0x10000 | Hpte.Is64K | Hpte.Coherent | Hpte.Changed);
        guest.Cpu.ReadAt(Index);
        Assert.That(guest.Cpu.Gpr[5] & Hpte.Changed, Is.EqualTo(Hpte.Changed), "the guest sees the bit that it gave");
        Assert.That(LogOf(guest), Is.Empty, "nothing is written");

        guest.Machine.HashedPageTable.HardwareSetReferenceChange(Index, Hpte.Changed);
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0x10000, 0x10000)), "a store");
    }

    [Test]
    public void E42_CorrectedTheFirstLogHasWhatTheTableSaysOfTheTimeBefore()
    {
        Boot();
        Guest guest = GuestWithMemory();
        EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
        SetLog(guest, MemorySlotOptions.LogDirtyPages);
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0x10000, 0x10000)), "the entry's change bit was set before the log began");

        guest.Machine.HashedPageTable.HardwareSetReferenceChange(Index, Hpte.Changed);
        guest.Cpu.RemoveAt(Index);
        SetLog(guest, MemorySlotOptions.None);
        Assert.That(guest.Machine.TryGetDirtyLog(0, new ulong[16]), Is.EqualTo(new KvmResult(-2)), "ENOENT: there is no log");
        SetLog(guest, MemorySlotOptions.LogDirtyPages);
        Assert.That(LogOf(guest), Is.Empty, "a new log has no page of the old one");
    }

    [Test]
    public void E42_CorrectedASlotThatIsCreatedAgainHasANewLog()
    {
        Boot();
        Guest guest = GuestWithLog();
        EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        SetLog(guest, MemorySlotOptions.LogDirtyPages);
        Assert.That(LogOf(guest), Is.Empty, "the store was to the slot that is gone");
    }

    [Test]
    public void E42_CorrectedEachSlotHasItsOwnLog()
    {
        Boot();
        Guest guest = GuestWithLog();
        ulong user = Booted.Process.MapHugePages(2 * HugePage);
        guest.Machine.SetMemoryRegion(5, 8 * HugePage, 2 * HugePage, user, MemorySlotOptions.LogDirtyPages);
        EnterAndChange(guest, 9 * HugePage, cpu => cpu.EnterPage64K(Index, 9 * HugePage));

        Assert.That(LogOf(guest), Is.Empty, "the store was to the other slot");
        Assert.That(LogOf(guest, slot: 5), Is.EqualTo(Pages(HugePage, 0x10000)), "the pages are counted from the slot's beginning");
    }

    [Test]
    public void E42_CorrectedARefusedCallLosesNothing()
    {
        Boot();
        Guest guest = GuestWithLog();
        EnterAndChange(guest, 0x10000, cpu => cpu.EnterPage64K(Index, 0x10000));
        Assert.That(guest.Machine.TryGetDirtyLog(0, new ulong[15]), Is.EqualTo(new KvmResult(-14)), "EFAULT: 1024 pages need 16 words");
        Assert.That(guest.Machine.TryGetDirtyLog(32, new ulong[16]), Is.EqualTo(Errno.Invalid), "slot 32 does not exist");
        Assert.That(guest.Machine.TryGetDirtyLog(1, new ulong[16]), Is.EqualTo(new KvmResult(-2)), "ENOENT: slot 1 has no log");
        Assert.That(LogOf(guest), Is.EqualTo(Pages(0x10000, 0x10000)), "the page is still in the log");
    }

    [Test]
    public void E42_CorrectedTheVirtualProcessorAreaIsAlwaysDirty()
    {
        Boot();
        Guest guest = GuestWithLog();
        guest.Write(Area + 4, (ushort)640);
        Assert.That(
            guest.Cpu.RegisterArea(1, 0, Area), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the area is registered");
        for (int round = 0; round < 2; round++)
            Assert.That(LogOf(guest), Is.EqualTo(Pages(Area, 0x10000)), $"the host counts the vcpu's entries there; round {round}");

        guest.Cpu.RegisterArea(5, 0);
        Assert.That(LogOf(guest), Is.EqualTo(Pages(Area, 0x10000)), "the host may have written since the last log");
        Assert.That(LogOf(guest), Is.Empty, "the host writes no more");
    }

    [Test]
    public void E42_CorrectedARealModeAreaIsAlwaysDirty()
    {
        Boot(new KvmSystemOptions
        {
            Cpu = CpuModel.Ppc970, CommandLine = "kvm_rma_size=64M kvm_rma_count=1",
            Instruments = new InstrumentOptions { Clock = new ManualClock() },
        });
        Guest guest = GuestWithoutMemory();
        using RealModeArea area = guest.Machine.AllocateRealModeArea();
        guest.Machine.SetMemoryRegion(0, 0, area.Size, area.Map(), MemorySlotOptions.LogDirtyPages);
        Assert.That(LogOf(guest), Is.Empty, "the guest has not run");

        guest.Cpu.Run(_ => [GuestInstructions.Store(0x5000, 1)]);
        for (int round = 0; round < 2; round++)
            Assert.That(LogOf(guest), Is.EqualTo(Pages(0, area.Size)), $"no change bit records stores in real mode; round {round}");
    }

    [TestCase(1, false, TestName = "{m}(on one core, in real mode)")]
    [TestCase(4, false, TestName = "{m}(on two cores, in real mode)")]
    [TestCase(1, true, TestName = "{m}(on one core, entering and removing pages)")]
    [TestCase(4, true, TestName = "{m}(on two cores, entering and removing pages)")]
    public void E42_CorrectedACopyMadeByTheLogMissesNoStore(int other, bool removes)
    {
        const int copiesOfEach = 20;
        Boot();
        Guest guest = GuestWithLog(vcpus: 5);
        VirtualCpu[] cpus = [guest.Cpu, guest.Cpus[other]];
        ulong[] words = [.. cpus.Select(cpu => WordOf(cpu.Id == 0 ? 0 : 1))];
        var copy = new ulong[words.Length];
        var copies = new int[words.Length];
        for (int i = 0; i < cpus.Length; i++)
        {
            int number = i;
            cpus[i].Load(new GuestProgram(cpu => removes ? EnterAndRemove(cpu, number) : StoreOnly(number)));
        }

        RunningVcpu[] running = [.. cpus.Select(RunningVcpu.Start)];
        GuestRuns.Await(
            () =>
            {
                CopyDirty();
                return copies.All(made => made >= copiesOfEach) || running.Any(vcpu => vcpu.HasEnded);
            },
            "each vcpu's page has been copied several times");
        Volatile.Write(ref _isDone, 1);
        Assert.That(running.Select(vcpu => vcpu.Join()), Is.All.InstanceOf<VcpuExit.Stopped>(), "the programs end");
        CopyDirty();

        Assert.That(copies, Is.All.GreaterThanOrEqualTo(copiesOfEach), "the vcpus stored while the log was read");
        Assert.That(copy, Is.EqualTo(words.Select(guest.Read<ulong>)), "the last store to each page is in the copy");

        void CopyDirty()
        {
            int[] log = LogOf(guest);
            for (int i = 0; i < words.Length; i++)
            {
                if (Array.BinarySearch(log, (int)(words[i] >> PAGE_SHIFT)) < 0)
                    continue;
                copy[i] = guest.Read<ulong>(words[i]);
                copies[i]++;
            }
        }
    }

    private IEnumerable<GuestInstruction> StoreOnly(int number)
    {
        for (ulong i = 1; Volatile.Read(ref _isDone) == 0; i++)
            yield return GuestInstructions.Store(WordOf(number), i);
    }

    private IEnumerable<GuestInstruction> EnterAndRemove(GuestCpu cpu, int number)
    {
        var page = new GuestPage(OwnPages + (ulong)number * HugePage);
        yield return page.InsertSegment();
        yield return GuestInstructions.SetMsr(GuestPage.TranslationOn);
        for (ulong i = 1; Volatile.Read(ref _isDone) == 0; i++)
        {
            yield return page.Enter(cpu, WordOf(number) & ~(HugePage - 1));
            yield return GuestInstructions.Store(page.Address + (WordOf(number) & (HugePage - 1)), i);
            yield return cpu.Hypercall(HypercallNumber.Remove, 0, page.Index, 0);
        }
    }

    // A word in a 16 MB page of its own for each vcpu.
    private static ulong WordOf(int number) => ((ulong)number + 1) * HugePage + 0x12340;

    private void DuringInvalidation(Action call, Action meanwhile)
    {
        Task issued;
        using (HeldInvalidation held = Booted.Instruments.HoldNextInvalidation())
        {
            issued = Task.Run(call);
            GuestRuns.Await(() => held.IsReached, "the call reaches its invalidation");
            meanwhile();
        }
        Assert.That(issued.Wait(TimeSpan.FromMinutes(1)), Is.True, "the call ends within a minute");
    }

    private static void Remove(Guest guest, bool bulk)
    {
        if (bulk)
            guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index), 0, Hpte.BulkEnd);
        else
            guest.Cpu.RemoveAt(Index);
    }

    private static void EnterAndChange(Guest guest, ulong guestAddress, Func<VirtualCpu, HypercallOutcome> enter)
    {
        Assert.That(enter(guest.Cpu).Result, Is.EqualTo(HypercallResult.Success), $"0x{guestAddress:x} is entered");
        Assert.That(
            guest.Machine.HashedPageTable.HardwareSetReferenceChange(Index, Hpte.Changed | Hpte.Referenced), Is.True,
            $"0x{guestAddress:x} is written");
    }

    private Guest GuestWithLog(int vcpus = 1)
    {
        Guest guest = GuestWithMemory(vcpus: vcpus);
        SetLog(guest, MemorySlotOptions.LogDirtyPages);
        return guest;
    }

    private static void SetLog(Guest guest, MemorySlotOptions options) =>
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress, options);

    /// <summary>The numbers of the slot's pages that are in its log, in ascending order.</summary>
    private static int[] LogOf(Guest guest, int slot = 0)
    {
        ulong size = guest.Machine.MemorySlots.Single(present => present.Id == slot).Size;
        var log = new ulong[(size >> PAGE_SHIFT) / 64];
        log.AsSpan().Fill(ulong.MaxValue);
        guest.Machine.GetDirtyLog(slot, log);
        var pages = new List<int>();
        for (int word = 0; word < log.Length; word++)
        {
            for (ulong bits = log[word]; bits != 0; bits &= bits - 1)
                pages.Add(64 * word + BitOperations.TrailingZeroCount(bits));
        }
        return [.. pages];
    }

    /// <summary>The numbers of the pages in a range of the slot, which may be a part of a page.</summary>
    private static int[] Pages(ulong offset, ulong size) =>
        [.. Enumerable.Range((int)(offset >> PAGE_SHIFT), (int)((size + PAGE_SIZE - 1) >> PAGE_SHIFT))];
}
