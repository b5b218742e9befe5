// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Native;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>What the face offers for the moment in the middle of an invalidation, and for memory as it is found.</summary>
[TestFixture]
public sealed class HeldInvalidationTests : SystemFixture
{
    private const ulong Index = 8;

    [Test]
    public void AHypercallStandsBeforeItsInvalidationUntilItIsLetGo([Values(1, 2)] int vcpus)
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory(vcpus: vcpus);        // one: tlbiel; two: tlbie
        guest.Cpu.EnterHugePage(Index, 0);
        Task<HypercallOutcome> removal;
        using (HeldInvalidation held = Booted.HoldNextInvalidation())
        {
            Assert.That(held.IsReached, Is.False, "nobody has come yet");
            removal = Task.Run(() => guest.Cpus[^1].Remove(Index));
            GuestRuns.Await(() => held.IsReached || removal.IsCompleted, "the removal comes to its invalidation");
            Assert.That(removal.IsCompleted, Is.False, "and stands there");
            Assert.That(Booted.Statistics.TlbieCount + Booted.Statistics.TlbielCount, Is.Zero, "the translation lives");
        }

        Assert.That(removal.Result, Is.EqualTo(Outcome.InRealMode(Outcome.Success)));
        Assert.That(Booted.Statistics.TlbieCount + Booted.Statistics.TlbielCount, Is.EqualTo(1));
    }

    [Test]
    public void OnlyTheNextInvalidationIsHeld()
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        HeldInvalidation held = Booted.HoldNextInvalidation();
        held.Dispose();
        held.Dispose();
        Assert.That(held.IsReached, Is.False);
        Assert.That(guest.Cpu.Remove(Index), Is.EqualTo(Outcome.InRealMode(Outcome.Success)), "nothing holds it up");
    }

    [Test]
    public void SwitchingTheSystemOffLetsTheHypercallGo()
    {
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        using HeldInvalidation held = Booted.HoldNextInvalidation();
        Task<HypercallOutcome> removal = Task.Run(() => guest.Cpu.Remove(Index));
        GuestRuns.Await(() => held.IsReached || removal.IsCompleted, "the removal comes to its invalidation");
        SwitchOff();
        Assert.That(removal.Result, Is.EqualTo(Outcome.InRealMode(Outcome.Success)));
        Assert.That(held.IsReached, Is.False);
    }

    [Test]
    public void TwoCannotBeHeldAtOnce()
    {
        Boot(recordInvalidations: true);
        using HeldInvalidation held = Booted.HoldNextInvalidation();
        Assert.That(() => Booted.HoldNextInvalidation(), Throws.InvalidOperationException.With.Message.Contains("held already"));
    }

    [Test]
    public void WithoutARecordNoneCanBeHeld()
    {
        Boot();
        Assert.That(() => Booted.HoldNextInvalidation(), Throws.InvalidOperationException.With.Message.EqualTo("RecordInvalidations is false; expected true."));
    }

    [Test]
    public void AnOldTranslationSetsItsBitsWhateverHasBecomeOfTheEntry()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(Index, 0);
        guest.Cpu.Remove(Index);
        Assert.That(guest.Machine.HashedPageTable.HardwareSetReferenceChange((int)Index, Hpte.Changed), Is.False, "a new one would not be found");
        guest.Machine.HashedPageTable.HardwareUseOldTranslation((int)Index, Hpte.Changed | Hpte.Pp0);
        Assert.That(guest.Entry(Index).R & (Hpte.Changed | Hpte.Pp0), Is.EqualTo(Hpte.Changed), "R and C only");
        Assert.That(() => guest.Machine.HashedPageTable.HardwareUseOldTranslation(-1, Hpte.Changed), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public unsafe void MemoryThatNobodyAskedToBeZeroedIsFilledOnRequest()
    {
        Boot(new KvmSystemOptions { PoisonsMemory = true });
        byte* block = (byte*)Booted.Heap.Allocate("filled", 2, options: BlockOptions.Uninitialized);
        byte* zeroed = (byte*)Booted.Heap.Allocate("zeroed", 2);
        Assert.That((block[0], block[1], zeroed[0]), Is.EqualTo(((byte)0x5a, (byte)0x5a, (byte)0)));
        Booted.Heap.Free(block);
        Booted.Heap.Free(zeroed);
    }
}
