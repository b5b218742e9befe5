// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>
/// E12, E33 and E38: H_REMOVE and H_BULK_REMOVE free an entry before its translation is invalidated, and H_PROTECT writes back what it read
/// before the invalidation. H_LOCAL is believed. To stop a call in between, the tests hold the lock that a vcpu needs for a global
/// invalidation.
/// </summary>
[TestFixture]
public sealed unsafe class InvalidationErrataTests : SystemFixture
{
    private const ulong Index = 8;
    private const uint HeldByTheTest = 1;

    [Test]
    public void E12_CorrectedAnEntryStaysLockedUntilItsTranslationIsInvalidated([Values] bool bulk)
    {
        Boot();
        Guest guest = GuestWithEntry();
        ulong duringInvalidation = 0;
        StopRemovalInTheInvalidation(guest, bulk, () => duringInvalidation = guest.Words(Index)[0]);

        Assert.That(duringInvalidation, Is.EqualTo(Hpte.Large | Hpte.Lock), "the entry is invalid and locked during the invalidation");
        Assert.That(guest.Words(Index)[0], Is.Zero, "the entry is free after the invalidation");
    }

    [Test]
    public void E12_AsWrittenAnEntryCanBeReusedBeforeItsTranslationIsInvalidated([Values] bool bulk)
    {
        Boot(ErrataSet.Of(Erratum.E12));
        Guest guest = GuestWithEntry();
        HypercallOutcome entered = Outcome.UserSpace;
        StopRemovalInTheInvalidation(guest, bulk, () => entered = guest.Cpu.EnterHugePage(Index, 0));

        Assert.That(
            entered, Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "another page is entered before the old translation is invalidated");
        Assert.That(guest.TargetOf(Index), Is.EqualTo(guest.RealAddressOf(0)), "the new entry stays");
    }

    [Test]
    public void E12_CorrectedAChangeDuringTheInvalidationIsReported([Values] bool bulk)
    {
        Assert.That(ChangeReportedByRemoval(ErrataSet.Corrected, bulk), Is.True, "R and C are read after the invalidation");
    }

    [Test]
    public void E12_AsWrittenAChangeDuringTheInvalidationIsLost([Values] bool bulk)
    {
        Assert.That(ChangeReportedByRemoval(ErrataSet.Of(Erratum.E12), bulk), Is.False, "R and C are read before the invalidation");
    }

    [Test]
    public void E12_CorrectedABulkCallMayNameAnEntryTwice()
    {
        Boot();
        Guest guest = GuestWithEntry();
        HypercallOutcome outcome =
            guest.Cpu.Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index), 0, Hpte.BulkRequest(Index), 0, Hpte.BulkEnd);

        Assert.That(
            outcome, Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the call does not wait for a lock that it holds itself");
        Assert.That(guest.Cpu.Gpr[4] >> 56, Is.EqualTo(0x80), "the first request removes the entry");
        Assert.That(guest.Cpu.Gpr[6] >> 56, Is.EqualTo(0x90), "the second request finds no entry");
    }

    [Test]
    public void E33_CorrectedAChangeDuringTheInvalidationSurvivesAProtection([Values(Hpte.Changed, Hpte.Referenced)] ulong bit)
    {
        Assert.That(
            WordAfterAProtection(ErrataSet.Corrected, bit) & (Hpte.Changed | Hpte.Referenced), Is.EqualTo(bit),
            "R and C are read after the invalidation");
    }

    [Test]
    public void E33_AsWrittenAChangeDuringTheInvalidationIsOverwritten([Values(Hpte.Changed, Hpte.Referenced)] ulong bit)
    {
        Assert.That(
            WordAfterAProtection(ErrataSet.Of(Erratum.E33), bit) & (Hpte.Changed | Hpte.Referenced), Is.Zero,
            "the doubleword read before the invalidation is written back");
    }

    [Test]
    public void E33_InBothBehavioursTheNewProtectionIsWritten([Values] bool asWritten)
    {
        Assert.That(
            WordAfterAProtection(asWritten ? ErrataSet.Of(Erratum.E33) : ErrataSet.Corrected, Hpte.Changed) & 3, Is.EqualTo(3),
            "the page is read-only");
    }

    private ulong WordAfterAProtection(ErrataSet errata, ulong bit)
    {
        const ulong readOnly = 3;
        Boot(errata);
        Guest guest = GuestWithEntry();
        StopInTheInvalidation(guest, () => guest.Cpus[1].ProtectAt(Index, readOnly), () => guest.Words(Index)[1] |= bit);
        return guest.Words(Index)[1];
    }

    private bool ChangeReportedByRemoval(ErrataSet errata, bool bulk)
    {
        Boot(errata);
        Guest guest = GuestWithEntry();
        StopRemovalInTheInvalidation(guest, bulk, () => guest.Words(Index)[1] |= Hpte.Changed);
        return bulk ? (guest.Cpus[1].Gpr[4] >> 58 & 1) != 0 : (guest.Cpus[1].Gpr[5] & Hpte.Changed) != 0;
    }

    [TestCase(1, false, TestName = "{m}(one virtual core)")]
    [TestCase(5, true, TestName = "{m}(two virtual cores)")]
    public void E38_CorrectedALocalInvalidationIsGlobalWithSeveralVirtualCores(int vcpus, bool isGlobal) =>
        Assert.That(IsLocalRemovalGlobal(ErrataSet.Corrected, vcpus), Is.EqualTo(isGlobal));

    [TestCase(1, TestName = "{m}(one virtual core)")]
    [TestCase(5, TestName = "{m}(two virtual cores)")]
    public void E38_AsWrittenALocalInvalidationIsLocal(int vcpus) =>
        Assert.That(IsLocalRemovalGlobal(ErrataSet.Of(Erratum.E38), vcpus), Is.False, "the guest's word is taken for it");

    private bool IsLocalRemovalGlobal(ErrataSet errata, int vcpus)
    {
        Boot(errata, recordInvalidations: true);
        Guest guest = GuestWithMemory(vcpus: vcpus);
        guest.Cpu.EnterHugePage(Index, 0);
        guest.Cpu.Remove(HypercallOptions.Local, Index);
        HostStatistics statistics = Booted.Instruments.Statistics;
        Assert.That(statistics.TlbieCount + statistics.TlbielCount, Is.EqualTo(1));
        return statistics.TlbieCount == 1;
    }

    private Guest GuestWithEntry()
    {
        Guest guest = GuestWithMemory(vcpus: 2);        // with one vcpu the invalidation is local and needs no lock
        guest.PinEveryPage();
        guest.Cpu.EnterHugePage(Index, HugePage);
        Assert.That(guest.Words(Index)[0], Is.EqualTo(Hpte.Large | Hpte.Valid), "the entry is valid");
        return guest;
    }

    private static void StopRemovalInTheInvalidation(Guest guest, bool bulk, Action meanwhile) => StopInTheInvalidation(
        guest,
        () => bulk
            ? guest.Cpus[1].Hypercall(HypercallNumber.BulkRemove, Hpte.BulkRequest(Index), 0, Hpte.BulkEnd)
            : guest.Cpus[1].RemoveAt(Index),
        meanwhile);

    private static void StopInTheInvalidation(Guest guest, Func<HypercallOutcome> call, Action meanwhile)
    {
        uint* invalidationLock = &guest.Machine.Kvm->arch.tlbie_lock;
        HypercallOutcome outcome = Outcome.UserSpace;
        var caller = new Thread(() => outcome = call()) { IsBackground = true };

        Volatile.Write(ref *invalidationLock, HeldByTheTest);
        try
        {
            caller.Start();
            while ((Volatile.Read(ref guest.Words(Index)[0]) & Hpte.Valid) != 0 && caller.IsAlive)
                Thread.Yield();
            Assert.That(caller.IsAlive, Is.True, "the call waits for the invalidation");
            meanwhile();
        }
        finally
        {
            Volatile.Write(ref *invalidationLock, 0);
            caller.Join();
        }
        Assert.That(outcome, Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the call succeeds");
    }
}
