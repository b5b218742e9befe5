// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>Two vcpus register areas for a third at the same time: each replaced area is unpinned exactly once.</summary>
[TestFixture]
public sealed class ConcurrentRegistrationTests : SystemFixture
{
    private const ulong RegisterVpa = 1, DeregisterVpa = 5;
    private const int Rounds = 2000;
    private const ulong Target = 2;

    [Test]
    public void ConcurrentRegistrationsKeepPageReferencesBalanced()
    {
        Boot();
        Guest guest = GuestWithMemory(2 * HugePage, vcpus: 3);
        guest.Write(0x10004, (ushort)640);
        guest.Write(HugePage + 0x10004, (ushort)640);

        PairOfThreads.Run(
            () => Register(guest.Cpus[0], 0x10000),
            () => Register(guest.Cpus[1], HugePage + 0x10000));

        Assert.That(
            guest.Cpu.RegisterArea(DeregisterVpa, Target, 0).Result, Is.EqualTo(HypercallResult.Success),
            "the last registered area is deregistered");
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts().Select(page => page.Count), Is.EqualTo(new[] { 2, 2 }),
            "both pages are pinned only by their slot");
    }

    private static void Register(VirtualCpu cpu, ulong address)
    {
        for (int round = 0; round < Rounds; round++)
            Assert.That(cpu.RegisterArea(RegisterVpa, Target, address).Result, Is.EqualTo(HypercallResult.Success), $"round {round}");
    }
}
