// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>
/// A hypercall of one vcpu removes a translation that another, running vcpu has in its TLB: the translation is invalid when the hypercall
/// returns. With E12 as written the entry can get a new owner before that.
/// </summary>
[TestFixture]
public sealed unsafe class LiveInvalidationTests : SystemFixture
{
    private const int Rounds = 100;
    private const uint HeldByTheTest = 1;
    private const ulong Page = 0x4000_0000;
    private const ulong NotPermittedToStore = 0x0a00_0000;      // DSISR
    private const ulong NotFound = 0x4000_0000;

    // Stages of a round
    private const int Entered = 1;
    private const int Used = 2;
    private const int Taken = 3;
    private const int TriedAgain = 4;

    private readonly GuestPage _page = new(Page);
    private Guest _guest = null!;
    private int _stage;

    [TestCase(1, false, TestName = "{m}(H_REMOVE, on one core)")]
    [TestCase(4, false, TestName = "{m}(H_REMOVE, on two cores)")]
    [TestCase(1, true, TestName = "{m}(H_BULK_REMOVE, on one core)")]
    [TestCase(4, true, TestName = "{m}(H_BULK_REMOVE, on two cores)")]
    public void ALoadFaultsRightAfterItsEntryIsRemoved(int other, bool bulk)
    {
        List<ulong> reasons = ReasonsAfter(
            other, GuestPage.ReadWrite,
            cpu => bulk ? cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(_page.Index), 0, Hpte.BulkEnd) : Remove(cpu),
            Load(Page));
        Assert.That(reasons, Is.EqualTo(Enumerable.Repeat(NotFound, Rounds)));
    }

    [TestCase(1, TestName = "{m}(on one core)")]
    [TestCase(4, TestName = "{m}(on two cores)")]
    public void AStoreFaultsRightAfterItsPageBecomesReadOnly(int other)
    {
        List<ulong> reasons = ReasonsAfter(
            other, GuestPage.ReadWrite, cpu => cpu.Hypercall(HypercallNumber.Protect, GuestPage.ReadOnly, _page.Index), Store(Page, 1));
        Assert.That(reasons, Is.EqualTo(Enumerable.Repeat(NotPermittedToStore, Rounds)));
    }

    [TestCase(1, TestName = "{m}(on one core)")]
    [TestCase(4, TestName = "{m}(on two cores)")]
    public void AStoreSucceedsRightAfterItsPageBecomesWritable(int other)
    {
        List<ulong> reasons = ReasonsAfter(
            other, GuestPage.ReadOnly, cpu => cpu.Hypercall(HypercallNumber.Protect, GuestPage.ReadWrite, _page.Index), Store(Page, 1));
        Assert.That(reasons, Is.EqualTo(Enumerable.Repeat(0ul, Rounds)));
    }

    [Test]
    public void E12_CorrectedANewOwnerOfARemovedEntrySeesItsOwnPage([Values] bool bulk) =>
        Assert.That(
            LoadedAfterTakingTheEntry(ErrataSet.Corrected, bulk), Is.EqualTo((0x1111ul, 0x2222ul)),
            "H_ENTER waits until the old translation is invalidated");

    [Test]
    public void E12_AsWrittenANewOwnerOfARemovedEntryStillSeesTheOldPage([Values] bool bulk) =>
        Assert.That(
            LoadedAfterTakingTheEntry(ErrataSet.Of(Erratum.E12), bulk), Is.EqualTo((0x1111ul, 0x1111ul)),
            "the entry was free, but the old translation was still in the TLB");

    /// <summary>
    /// Vcpu 0 repeatedly enters the page and changes its entry by <paramref name="change"/>, while another vcpu uses the page. Right after
    /// each
    /// change the other vcpu makes one more access. Returns the DSISR of the resulting interrupt for each round, or 0 where there was none.
    /// </summary>
    private List<ulong> ReasonsAfter(int other, ulong protection, Func<GuestCpu, GuestInstruction> change, GuestInstruction access)
    {
        Boot();                     // real time: the first run of one vcpu may wait until a tick makes the other leave the guest
        _guest = GuestWithMemory(2 * HugePage, vcpus: 5);
        _stage = 0;
        var reasons = new List<ulong>();
        ulong reason = 0;
        _guest.Cpu.Load(new GuestProgram(Master));
        _guest.Cpus[other].Load(new GuestProgram(User).On(InterruptVector.DataStorage, NoteReason));
        RunningVcpu[] running = [RunningVcpu.Start(_guest.Cpu), RunningVcpu.Start(_guest.Cpus[other])];
        foreach (RunningVcpu vcpu in running)
            ExpectStop(vcpu.Join());
        return reasons;

        IEnumerable<GuestInstruction> Master(GuestCpu cpu)
        {
            for (int round = 0; round < Rounds; round++)
            {
                yield return _page.Enter(cpu, HugePage, protection);
                Assert.That(cpu.Result, Is.EqualTo(HypercallResult.Success), "H_ENTER");
                foreach (GuestInstruction pause in Reach(Entered, andWaitFor: Used))
                    yield return pause;
                yield return change(cpu);
                Assert.That(cpu.Result, Is.EqualTo(HypercallResult.Success), "the call under test");
                foreach (GuestInstruction pause in Reach(Taken, andWaitFor: TriedAgain))
                    yield return pause;
                yield return Remove(cpu);
            }
        }

        IEnumerable<GuestInstruction> User(GuestCpu cpu)
        {
            yield return _page.InsertSegment();
            yield return SetMsr(GuestPage.TranslationOn);
            for (int round = 0; round < Rounds; round++)
            {
                while (Volatile.Read(ref _stage) != Entered)
                    yield return Pause();
                yield return Load(Page);
                Volatile.Write(ref _stage, Used);
                while (Volatile.Read(ref _stage) != Taken)
                    yield return access;        // the result does not matter yet
                reason = 0;
                yield return access;
                reasons.Add(reason);
                Volatile.Write(ref _stage, TriedAgain);
            }
        }

        IEnumerable<GuestInstruction> NoteReason(GuestCpu cpu)
        {
            reason = cpu.Dsisr;
            cpu.SkipInstruction();
            yield break;
        }
    }

    /// <summary>
    /// Vcpu 4 removes the page's entry, and the test stops it right before the invalidation. Meanwhile vcpu 0 loads through the old
    /// translation,
    /// enters another page in the same entry, for the same address, and loads again. Returns both loaded values.
    /// </summary>
    private (ulong First, ulong Second) LoadedAfterTakingTheEntry(ErrataSet errata, bool bulk)
    {
        // two cores and no tick: no vcpu leaves the guest, so the TLB keeps its translations
        Boot(errata, clock: new ManualClock());
        _guest = GuestWithMemory(4 * HugePage, vcpus: 5);
        _guest.Write(HugePage, 0x1111ul);
        _guest.Write(2 * HugePage, 0x2222ul);
        uint* invalidationLock = &_guest.Machine.Kvm->arch.tlbie_lock;
        ulong first = 0, second = 0;
        bool isUsed = false, isHeld = false, isEntering = false, hasLoaded = false;
        _guest.Cpu.Load(new GuestProgram(User));
        _guest.Cpus[4].Load(new GuestProgram(Remover));

        RunningVcpu[] running = [RunningVcpu.Start(_guest.Cpu), RunningVcpu.Start(_guest.Cpus[4])];
        GuestRuns.Await(() => Volatile.Read(ref isUsed) || running[0].HasEnded, "the translation is in the TLB");
        Volatile.Write(ref *invalidationLock, HeldByTheTest);
        try
        {
            Volatile.Write(ref isHeld, true);
            bool isCorrected = errata == ErrataSet.Corrected;
            GuestRuns.Await(
                () => Volatile.Read(ref isCorrected ? ref isEntering : ref hasLoaded) || running[0].HasEnded, "vcpu 0 takes the entry");
        }
        finally
        {
            Volatile.Write(ref *invalidationLock, 0);
        }
        foreach (RunningVcpu vcpu in running)
            ExpectStop(vcpu.Join());
        return (first, second);

        IEnumerable<GuestInstruction> User(GuestCpu cpu)
        {
            yield return _page.InsertSegment();
            yield return SetMsr(GuestPage.TranslationOn);
            yield return _page.Enter(cpu, HugePage);
            yield return Load(Page);
            Volatile.Write(ref isUsed, true);
            while (IsEntryValid())
                yield return Pause();
            yield return Load(Page);
            first = cpu.Value;
            Volatile.Write(ref isEntering, true);
            yield return _page.Enter(cpu, 2 * HugePage);
            Assert.That(cpu.Result, Is.EqualTo(HypercallResult.Success), "H_ENTER");
            yield return Load(Page);
            second = cpu.Value;
            Volatile.Write(ref hasLoaded, true);
        }

        IEnumerable<GuestInstruction> Remover(GuestCpu cpu)
        {
            while (!Volatile.Read(ref isHeld))
                yield return Pause();
            yield return bulk ? cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(_page.Index), 0, Hpte.BulkEnd) : Remove(cpu);
            Assert.That(cpu.Result, Is.EqualTo(HypercallResult.Success), "the removal");
        }
    }

    private bool IsEntryValid() => (Volatile.Read(ref _guest.Words(_page.Index)[0]) & Hpte.Valid) != 0;

    private IEnumerable<GuestInstruction> Reach(int stage, int andWaitFor)
    {
        Volatile.Write(ref _stage, stage);
        while (Volatile.Read(ref _stage) != andWaitFor)
            yield return Pause();
    }

    private GuestInstruction Remove(GuestCpu cpu) => cpu.Hypercall(HypercallNumber.Remove, 0, _page.Index);

    private static void ExpectStop(VcpuExit exit) => Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
}
