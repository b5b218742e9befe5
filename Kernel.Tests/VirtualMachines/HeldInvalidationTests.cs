// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Native;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>Instruments of the public API: holding an invalidation, using an old translation, poisoning memory.</summary>
[TestFixture]
public sealed class HeldInvalidationTests : SystemFixture
{
    private const ulong Index = 8;

    [Test]
    public void AHeldHypercallWaitsBeforeItsInvalidation([Values(1, 2)] int vcpus)
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory(vcpus: vcpus);        // one: tlbiel; two: tlbie
        guest.Cpu.EnterHugePage(Index, 0);
        Task<HypercallOutcome> removal;
        using (HeldInvalidation held = Booted.Instruments.HoldNextInvalidation())
        {
            Assert.That(held.IsReached, Is.False, "no invalidation has been reached yet");
            removal = Task.Run(() => guest.Cpus[^1].RemoveAt(Index));
            GuestRuns.Await(() => held.IsReached || removal.IsCompleted, "the removal reaches its invalidation");
            Assert.That(removal.IsCompleted, Is.False, "the removal waits there");
            Assert.That(
                Booted.Instruments.Statistics.TlbieCount + Booted.Instruments.Statistics.TlbielCount, Is.Zero,
                "the translation is not invalidated yet");
        }

        Assert.That(removal.Result, Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)));
        Assert.That(Booted.Instruments.Statistics.TlbieCount + Booted.Instruments.Statistics.TlbielCount, Is.EqualTo(1));
    }

    [Test]
    public void AReleasedHoldDoesNotStopLaterInvalidations()
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        HeldInvalidation held = Booted.Instruments.HoldNextInvalidation();
        held.Dispose();
        held.Dispose();
        Assert.That(() => held.IsReached, Throws.TypeOf<ObjectDisposedException>(), "it holds nothing any more");
        Assert.That(guest.Cpu.RemoveAt(Index), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the removal is not held");
    }

    [Test]
    public void DisposingTheSystemReleasesAHold()
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        using HeldInvalidation held = Booted.Instruments.HoldNextInvalidation();
        Task<HypercallOutcome> removal = Task.Run(() => guest.Cpu.RemoveAt(Index));
        GuestRuns.Await(() => held.IsReached || removal.IsCompleted, "the removal reaches its invalidation");
        SwitchOff();
        Assert.That(removal.Result, Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)));
        Assert.That(() => held.IsReached, Throws.TypeOf<ObjectDisposedException>(), "its system is gone");
    }

    [Test]
    public void AHoldOfADisposedSystemDoesNotTouchTheNextSystem()
    {
        Boot(recordInvalidations: true);
        HeldInvalidation old = Booted.Instruments.HoldNextInvalidation();
        SwitchOff();
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        using HeldInvalidation held = Booted.Instruments.HoldNextInvalidation();
        old.Dispose();
        Assert.That(() => old.IsReached, Throws.TypeOf<ObjectDisposedException>(), "its system is gone");
        Task<HypercallOutcome> removal = Task.Run(() => guest.Cpu.RemoveAt(Index));
        GuestRuns.Await(() => held.IsReached || removal.IsCompleted, "the removal reaches its invalidation");
        Assert.That(removal.IsCompleted, Is.False, "the next system's hold holds");
        held.Dispose();
        Deadline.Join("the removal", removal);
    }

    [Test]
    public void DisposingTheMachineWaitsForItsHeldHypercall()
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        HeldInvalidation held = Booted.Instruments.HoldNextInvalidation();
        Task<HypercallOutcome> removal = Task.Run(() => guest.Cpu.RemoveAt(Index));
        GuestRuns.Await(() => held.IsReached || removal.IsCompleted, "the removal reaches its invalidation");
        Task disposal = Deadline.Start(guest.Machine.Dispose);
        GuestRuns.Await(() => IsDisposed(guest), "later calls are refused");
        Assert.That(disposal.IsCompleted, Is.False, "the hypercall has not ended");
        held.Dispose();
        Deadline.Join("the removal and the disposal", removal, disposal);
    }

    private static bool IsDisposed(Guest guest)
    {
        try
        {
            return guest.Cpu.Id < 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    [Test]
    public void ASecondInvalidationCannotBeHeldAtOnce()
    {
        Boot(recordInvalidations: true);
        using HeldInvalidation held = Booted.Instruments.HoldNextInvalidation();
        Assert.That(
            () => Booted.Instruments.HoldNextInvalidation(), Throws.InvalidOperationException.With.Message.Contains("held already"));
    }

    [Test]
    public void HoldingAnInvalidationRequiresRecording()
    {
        Boot();
        Assert.That(
            () => Booted.Instruments.HoldNextInvalidation(),
            Throws.InvalidOperationException.With.Message.EqualTo("RecordInvalidations is false; expected true."));
    }

    [Test]
    public void AnOldTranslationSetsReferenceAndChangeInARemovedEntry()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        guest.Cpu.RemoveAt(Index);
        Assert.That(
            guest.Machine.HashedPageTable.HardwareSetReferenceChange((int)Index, Hpte.Changed), Is.False,
            "a new translation does not find the removed entry");
        guest.Machine.HashedPageTable.HardwareUseOldTranslation((int)Index, Hpte.Changed | Hpte.Pp0);
        Assert.That(guest.Entry(Index).R & (Hpte.Changed | Hpte.Pp0), Is.EqualTo(Hpte.Changed), "only R and C are set");
        Assert.That(
            () => guest.Machine.HashedPageTable.HardwareUseOldTranslation(-1, Hpte.Changed),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public unsafe void UninitializedMemoryIsPoisonedOnRequest()
    {
        Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { PoisonMemory = true } });
        byte* block = (byte*)Booted.Heap.Allocate("filled", 2, options: BlockOptions.Uninitialized);
        byte* zeroed = (byte*)Booted.Heap.Allocate("zeroed", 2);
        Assert.That((block[0], block[1], zeroed[0]), Is.EqualTo(((byte)0x5a, (byte)0x5a, (byte)0)));
        Booted.Heap.Free(block);
        Booted.Heap.Free(zeroed);
    }
}
