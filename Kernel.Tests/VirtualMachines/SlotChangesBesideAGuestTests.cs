// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// User space adds and deletes a slot while a vcpu makes hypercalls, as the kernel's stress test of memory slots does. A lookup must see
/// either the old set of slots or the new one until it ends.
/// </summary>
[TestFixture]
public sealed class SlotChangesBesideAGuestTests : SystemFixture
{
    private const int Rounds = 100;

    private int _entered;
    private bool _changing, _guestWorks;

    [Test]
    public void SlotChangesNeverHideOtherSlots()
    {
        Boot();
        Guest guest = GuestWithMemory(HugePage);
        guest.PinEveryPage();
        int missed = 0;
        BesideSlotChanges(guest, Booted.Process.MapHugePages(HugePage), () =>
        {
            if (guest.Cpu.EnterHugePage(8, 0) == Outcome.InRealMode(HypercallResult.Success))
                Interlocked.Increment(ref _entered);
            else
                missed++;
            guest.Cpu.RemoveAt(8);
        });

        Assert.That(missed, Is.Zero, $"failed H_ENTERs for a slot that did not change, beside {_entered} successful ones");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.Zero, "every entry was removed");
    }

    [Test]
    public void ADeletedSlotLeavesNoEntriesAndNoPins()
    {
        Boot();
        Guest guest = GuestWithMemory(HugePage);
        BesideSlotChanges(guest, Booted.Process.MapHugePages(HugePage), () =>
        {
            HypercallOutcome outcome = guest.Cpu.EnterHugePage(16, HugePage);
            if (outcome.Result == HypercallResult.Success)
                Interlocked.Increment(ref _entered);
            else
                Assert.That(outcome.Result, Is.EqualTo(HypercallResult.Parameter), "the lookup finds the slot or no slot");
            guest.Cpu.ProtectAt(16, Hpte.Coherent);
            guest.Cpu.RemoveAt(16);
        });

        Assert.That(_entered, Is.GreaterThanOrEqualTo(Rounds), "the slot was used in every round");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.Zero, "no entry outlives its slot");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "no page stays pinned");
    }

    [Test]
    public void ProtectingAnEntryWhileItsSlotIsDeletedDoesNotRestoreIt()
    {
        Boot();
        Guest guest = GuestWithMemory(2 * HugePage);
        guest.Cpu.EnterHugePage(16, HugePage);
        _changing = true;
        PairOfThreads.Run(
            () =>
            {
                guest.Machine.SetMemoryRegion(0, 0, 0, 0);
                Volatile.Write(ref _changing, false);
            },
            () =>
            {
                while (Volatile.Read(ref _changing))
                    guest.Cpu.ProtectAt(16, 0);
            });

        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.Zero, "H_PROTECT makes an entry invalid only for a moment");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "its page is unpinned");
    }

    private void BesideSlotChanges(Guest guest, ulong userAddress, Action guestWork)
    {
        _entered = 0;
        _changing = _guestWorks = true;
        PairOfThreads.Run(() => ChangeSlots(guest, userAddress), () => Repeat(guestWork));
    }

    private void ChangeSlots(Guest guest, ulong userAddress)
    {
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                guest.Machine.SetMemoryRegion(7, HugePage, HugePage, userAddress);
                int before = Volatile.Read(ref _entered);
                while (Volatile.Read(ref _entered) == before && Volatile.Read(ref _guestWorks))
                    Thread.Yield();
                guest.Machine.SetMemoryRegion(7, 0, 0, 0);
            }
        }
        finally
        {
            Volatile.Write(ref _changing, false);
        }
    }

    private void Repeat(Action guestWork)
    {
        try
        {
            while (Volatile.Read(ref _changing))
                guestWork();
        }
        finally
        {
            Volatile.Write(ref _guestWorks, false);
        }
    }
}
