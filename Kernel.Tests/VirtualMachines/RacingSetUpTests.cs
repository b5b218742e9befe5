// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>Two vcpus that begin to run at the same time: one sets the real mode area up, the other finds it set up.</summary>
[TestFixture]
public sealed unsafe class RacingSetUpTests : SystemFixture
{
    private const int Rounds = 100;

    [SetUp]
    public void BootPower7() => Boot();

    [Test]
    public void RacingVcpusAdoptAPreallocatedAreaOnce()
    {
        Booted.AddRealModeArea(64 * MB);
        for (int round = 0; round < Rounds; round++)
        {
            Guest guest = GuestWithoutMemory(vcpus: 2);
            RealModeArea area = guest.Machine.AllocateRealModeArea();
            ulong userAddress = area!.Map();
            guest.Machine.SetMemoryRegion(0, 0, 64 * MB, userAddress);

            AssertBothSucceed(guest);

            Assert.That(
                guest.Machine.Kvm->arch.rma->use_count.counter, Is.EqualTo(2),
                $"round {round}: user space and the machine each use the area once");
            Assert.That(guest.Machine.Lpcr, Is.EqualTo(0x0040_0000_0c00_700d), $"round {round}: LPCR has selector 3");
            guest.Machine.Dispose();
            area.Dispose();
            Booted.Process.Unmap(userAddress);
        }
    }

    [Test]
    public void RacingVcpusMapTheVirtualAreaOnce()
    {
        for (int round = 0; round < Rounds; round++)
        {
            Guest guest = GuestWithMemory(4 * HugePage, vcpus: 2);

            AssertBothSucceed(guest);

            Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(4), $"round {round}: each page has one entry");
            for (ulong page = 0; page < 4; page++)
            {
                (ulong V, ulong R, ulong GuestR) entry = guest.Entry(((~page & 0x1ffff) << 3) + 7);
                Assert.That(entry.V, Is.EqualTo(0x4001_ffff_ff00_0015 | page << 8), $"round {round}: page {page} has its entry");
            }
            Assert.That(
                Booted.PhysicalMemory.UnusualReferenceCounts(),
                Is.EquivalentTo(Enumerable.Range(0, 4).Select(page => (guest.FrameOf(page), 2))),
                $"round {round}: every page is pinned once");
            guest.Machine.Dispose();
            Booted.Process.Unmap(guest.UserAddress);
        }
    }

    // Calls the ported function directly, so that both vcpus reach the mutex and the second must check the flag again.
    private static void AssertBothSucceed(Guest guest)
    {
        int[] results = [-1, -1];
        PairOfThreads.Run(
            () => results[0] = book3s_hv.kvmppc_hv_setup_rma(guest.Cpus[0].Vcpu),
            () => results[1] = book3s_hv.kvmppc_hv_setup_rma(guest.Cpus[1].Vcpu));
        Assert.That(results, Is.All.Zero, "setting up succeeds for both vcpus");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.True, "the flag is set");
    }
}
