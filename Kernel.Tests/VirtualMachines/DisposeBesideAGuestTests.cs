// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>A machine or the whole system is disposed while a vcpu makes hypercalls: running calls finish, later calls throw.</summary>
[TestFixture]
public sealed class DisposeBesideAGuestTests : SystemFixture
{
    private const int Rounds = 20;

    [Test]
    public void ARunningHypercallFinishesBeforeItsMachineIsDestroyed([Values] bool wholeSystem)
    {
        for (int round = 0; round < Rounds; round++)
        {
            KvmSystem system = Boot();
            Guest guest = GuestWithMemory(HugePage);
            guest.Cpu.EnterHugePage(8, 0);
            PairOfThreads.Run(
                step =>
                {
                    step.SignalAndWait();
                    if (wholeSystem)
                        system.Dispose();
                    else
                        guest.Machine.Dispose();
                },
                step =>
                {
                    guest.Cpu.ReadAt(8);
                    step.SignalAndWait();
                    Assert.That(() => ReadForEver(guest), Throws.InstanceOf<ObjectDisposedException>(), "the machine is disposed");
                });
            SwitchOff();
        }
    }

    private static void ReadForEver(Guest guest)
    {
        while (true)
            guest.Cpu.Hypercall(HypercallNumber.Read);
    }
}
