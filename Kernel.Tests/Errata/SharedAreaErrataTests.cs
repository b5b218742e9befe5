// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using Linux;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;
using static Linux.book3s_hv_rmhandlers;
using static Linux.include.asm.paca_h;
using static Linux.include.port.realmode_h;

namespace Kernel.Tests.Errata;

/// <summary>
/// E35, E36 and E45: when a virtual processor area is installed, when its yield count is incremented, and where it may lie. The count of a
/// vcpu that is not in the guest is odd.
/// </summary>
[TestFixture]
public sealed unsafe class SharedAreaErrataTests : SystemFixture
{
    private const ulong RegisterVpa = 1, DeregisterVpa = 5;
    private const ulong Area = 0x10000;
    private const ulong YieldCount = Area + 0x100;
    private const int Entries = 100_000;
    private const int Runs = 20_000;
    private const int SomebodyIsLeaving = 0x101;

    private bool _isInside, _mayLeave;

    [SetUp]
    public void ResetFlags() => _isInside = _mayLeave = false;

    [Test]
    public void E35_CorrectedAnAreaRegisteredForARunningVcpuIsInstalledBeforeItsNextEntry()
    {
        Guest guest = GuestWhoseAreaIsRegisteredWhileItRuns(ErrataSet.Corrected);
        Assert.That(guest.Read<uint>(YieldCount), Is.Zero, "the vcpu has left the guest without the area");
        Assert.That(guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(guest.Read<uint>(YieldCount), Is.EqualTo(3), "1 when it was installed, and one more for the entry and for the exit");
    }

    [Test]
    public void E35_AsWrittenTheYieldCountOfAnAreaRegisteredForARunningVcpuIsInverted()
    {
        Guest guest = GuestWhoseAreaIsRegisteredWhileItRuns(ErrataSet.Of(Erratum.E35));
        Assert.That(guest.Read<uint>(YieldCount), Is.EqualTo(2), "only the exit was counted: an even count says that the vcpu runs");
    }

    [Test]
    public void E35_CorrectedADeregisteredAreaStaysPinnedWhileItsVcpuRuns()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithTwoCores();
        guest.Cpu.RegisterArea(RegisterVpa, 0, Area);
        RunningVcpu running = StartInside(guest);
        Assert.That(guest.Cpus[4].RegisterArea(DeregisterVpa, 0).Result, Is.EqualTo(HypercallResult.Success));
        Assert.That(ReferencesOfThePage(guest), Is.EqualTo(3), "the mapping, the slot and the area hold the page");

        Leave(running);
        Assert.That(guest.Read<uint>(YieldCount), Is.EqualTo(3), "the exit is counted in the area that the entry was counted in");
        guest.Cpu.Confer(0, 0);
        Assert.That(ReferencesOfThePage(guest), Is.EqualTo(2), "the vcpu has dropped the area itself");
    }

    [Test]
    public void E35_CorrectedTheLastOfSeveralRequestsCounts()
    {
        Boot();
        Guest guest = GuestWithTwoCores();
        guest.Write(2 * Area + 4, (ushort)640);
        VirtualCpu other = guest.Cpus[4];
        other.RegisterArea(RegisterVpa, 0, Area);
        other.RegisterArea(DeregisterVpa, 0);
        other.RegisterArea(RegisterVpa, 0, 2 * Area);
        guest.Cpu.Confer(0, 0);
        Assert.That(guest.Read<uint>(2 * Area + 0x100), Is.EqualTo(1), "the last area is installed");
        Assert.That(guest.Read<uint>(YieldCount), Is.Zero, "the first one never was");
        Assert.That(ReferencesOfThePage(guest), Is.EqualTo(3), "the mapping, the slot and one area hold the page");
    }

    [Test]
    public void E35_CorrectedARequestWhoseSlotHasGoneInstallsNothing()
    {
        Boot();
        Guest guest = GuestWithTwoCores();
        guest.Machine.SetMemoryRegion(1, 8 * HugePage, HugePage, Booted.Process.MapHugePages(HugePage));
        ulong user = guest.Machine.MemorySlots[1].UserAddress;
        Booted.Process.Write(user + 4, BitConverter.GetBytes((ushort)640));
        Assert.That(guest.Cpus[4].RegisterArea(RegisterVpa, 0, 8 * HugePage).Result, Is.EqualTo(HypercallResult.Success));
        guest.Machine.SetMemoryRegion(1, 0, 0, 0);
        guest.Cpu.Confer(0, 0);
        Assert.That(guest.Cpu.Vcpu->arch.vpa is null, Is.True, "there is no memory for the area any more");
    }

    [Test]
    public void E35_CorrectedTheCountIsRightWhileAnotherVcpuRegistersAndDeregistersTheArea()
    {
        Boot();
        Guest guest = GuestWithTwoCores();
        bool hasEnded = false;
        int wrong = 0;
        guest.Cpu.Load(new GuestProgram(EnterAgainAndAgain));

        PairOfThreads.Run(
            () =>
            {
                try
                {
                    Assert.That(guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>(), "no exception ends the run");
                }
                finally
                {
                    Volatile.Write(ref hasEnded, true);
                }
            },
            () =>
            {
                for (ulong round = 0; !Volatile.Read(ref hasEnded); round++)
                    guest.Cpus[4].RegisterArea(round % 2 == 0 ? RegisterVpa : DeregisterVpa, 0, Area);
            });

        Assert.That(wrong, Is.Zero, $"of {Entries} entries");
        Assert.That(guest.Read<uint>(YieldCount) % 2, Is.EqualTo(1), "outside of the guest the count is odd");

        // H_CONFER is answered by the host, so each is an exit and an entry.
        IEnumerable<GuestInstruction> EnterAgainAndAgain(GuestCpu cpu)
        {
            for (int entry = 0; entry < Entries; entry++)
            {
                yield return cpu.Hypercall(HypercallNumber.Confer, 0, 0);
                if (IsCountedAsOutside(guest.Cpu))
                    wrong++;
            }
        }
    }

    [Test]
    public void E36_CorrectedAVcpuThatIsTooLateDoesNotCount() =>
        Assert.That(CountAfterALateEntry(ErrataSet.Corrected), Is.EqualTo(1), "the vcpu was never in the guest");

    [Test]
    public void E36_AsWrittenAVcpuThatIsTooLateCountsOnce() =>
        Assert.That(CountAfterALateEntry(ErrataSet.Of(Erratum.E36)), Is.EqualTo(2), "its entry was counted, and no exit followed");

    [Test]
    public void E36_CorrectedNoCountFlipsWhenOneVcpuStartsWhileTheOtherLeaves()
    {
        Boot();
        Guest guest = GuestWithMemory(HugePage, vcpus: 2);
        for (ulong cpu = 0; cpu < 2; cpu++)
        {
            guest.Write((cpu + 1) * Area + 4, (ushort)640);
            guest.Cpus[(int)cpu].RegisterArea(RegisterVpa, cpu, (cpu + 1) * Area);
        }
        PairOfThreads.Run(() => RunOften(guest, 0), () => RunOften(guest, 1));
    }

    [TestCase(0ul, TestName = "{m}(at 0)")]
    [TestCase(0xf80ul, TestName = "{m}(across 4 KB)")]
    public void E45_CorrectedAnAreaIsRefused(ulong address) =>
        Assert.That(ResultOfRegistering(ErrataSet.Corrected, address), Is.EqualTo(HypercallResult.Parameter));

    [TestCase(0ul, false, TestName = "{m}(at 0)")]
    [TestCase(0xf80ul, false, TestName = "{m}(across 4 KB)")]
    [TestCase(0ul, true, TestName = "{m}(at 0, E35 as written as well)")]
    [TestCase(0xf80ul, true, TestName = "{m}(across 4 KB, E35 as written as well)")]
    public void E45_AsWrittenAnAreaIsAccepted(ulong address, bool atOnce)
    {
        ErrataSet errata = atOnce ? ErrataSet.Of(Erratum.E35, Erratum.E45) : ErrataSet.Of(Erratum.E45);
        Assert.That(ResultOfRegistering(errata, address), Is.EqualTo(HypercallResult.Success));
        Assert.That(ReferencesOfTheOnlyPage(), Is.EqualTo(3), "the mapping, the slot and the area hold the page");
    }

    private HypercallResult ResultOfRegistering(ErrataSet errata, ulong address)
    {
        Boot(errata);
        Guest guest = GuestWithMemory();
        guest.Write(address + 4, (ushort)640);
        return guest.Cpu.RegisterArea(RegisterVpa, 0, address).Result;
    }

    private Guest GuestWhoseAreaIsRegisteredWhileItRuns(ErrataSet errata)
    {
        Boot(errata, clock: new ManualClock());
        Guest guest = GuestWithTwoCores();
        RunningVcpu running = StartInside(guest);
        Assert.That(guest.Cpus[4].RegisterArea(RegisterVpa, 0, Area).Result, Is.EqualTo(HypercallResult.Success));
        Leave(running);
        return guest;
    }

    private Guest GuestWithTwoCores()
    {
        Guest guest = GuestWithMemory(vcpus: 5);
        guest.Write(Area + 4, (ushort)640);
        return guest;
    }

    private RunningVcpu StartInside(Guest guest)
    {
        guest.Cpu.Load(new GuestProgram(StayInside));
        RunningVcpu running = RunningVcpu.Start(guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref _isInside) || running.HasEnded, "the vcpu is in the guest");
        return running;
    }

    private void Leave(RunningVcpu running)
    {
        Volatile.Write(ref _mayLeave, true);
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Stopped>());
    }

    private IEnumerable<GuestInstruction> StayInside(GuestCpu cpu)
    {
        Volatile.Write(ref _isInside, true);
        while (!Volatile.Read(ref _mayLeave))
            yield return Pause();
    }

    private static void RunOften(Guest guest, int number)
    {
        for (int run = 0; run < Runs; run++)
        {
            Assert.That(guest.Cpus[number].Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>());
            Assert.That(guest.Read<uint>((ulong)(number + 1) * Area + 0x100) % 2, Is.EqualTo(1), $"vcpu {number} after run {run}");
        }
    }

    // The counts of the core say that another thread has begun to leave the guest.
    private uint CountAfterALateEntry(ErrataSet errata)
    {
        Boot(errata);
        Guest guest = GuestWithMemory();
        guest.Write(Area + 4, (ushort)640);
        guest.Cpu.RegisterArea(RegisterVpa, 0, Area);
        kvmppc_vcore* vc = guest.Cpu.Vcpu->arch.vcore;
        vc->entry_exit_count = SomebodyIsLeaving;
        local_paca->kvm_hstate.kvm_vcore = vc;
        Assert.That(call_in_real_mode(&kvmppc_hv_entry, guest.Cpu.Vcpu), Is.Zero, "no interrupt led out of the guest");
        local_paca->kvm_hstate.kvm_vcore = null;
        return guest.Read<uint>(YieldCount);
    }

    private static bool IsCountedAsOutside(VirtualCpu cpu)
    {
        lppaca* vpa = cpu.VcpuInRun->arch.vpa;
        return vpa is not null && vpa->yield_count % 2 != 0;
    }

    private int ReferencesOfThePage(Guest guest) => Booted.PhysicalMemory.ReferenceCount(guest.FrameOf(0));

    private int ReferencesOfTheOnlyPage() => Booted.PhysicalMemory.UnusualReferenceCounts().Single().Count;
}
