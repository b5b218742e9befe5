// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Memory;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.Errata;

/// <summary>E11, E18, E19, E32, E39, E46, E47 and E52: special registers and running vcpus.</summary>
[TestFixture]
public sealed class RunErrataTests : SystemFixture
{
    private const uint Power7 = 0x3f_0201;
    private const int Dummy = 7;

    private bool _mayLeave;
    private bool _hasRun;

    [SetUp]
    public void ResetFlags() => _mayLeave = _hasRun = false;

    [Test]
    public void E11_CorrectedTheProcessorVersionIsRead() => Assert.That(PvrOf(ErrataSet.Corrected), Is.EqualTo(Power7));

    [Test]
    public void E11_AsWrittenTheProcessorVersionReadsZero() =>
        Assert.That(PvrOf(ErrataSet.Of(Erratum.E11)), Is.Zero, "PVR is stored before the structure is cleared");

    // The defect needs a processor or compiler that reorders reads around a flag, so both behaviours give the same result here.
    [Test]
    public void E18_InBothBehavioursTheSecondVcpuSeesTheArea([Values] bool asWritten)
    {
        Boot(asWritten ? ErrataSet.Of(Erratum.E18) : ErrataSet.Corrected, clock: new ManualClock());
        Guest guest = GuestWithMemory(vcpus: 2);
        guest.Write(0x3000, 0x1234ul);
        ulong[] loaded = new ulong[2];
        VcpuExit[] exits = guest.Cpus.RunTogether(i => new GuestProgram(cpu => LoadInto(cpu, loaded, i)));
        Assert.That(exits, Is.All.InstanceOf<VcpuExit.Stopped>());
        Assert.That(loaded, Is.All.EqualTo(0x1234));
    }

    [Test]
    public void E19_CorrectedASlotDeletionWaitsUntilTheVcpuLeavesTheGuest()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithDummySlot();
        RunningVcpu running = StartInside(guest);
        Task<KvmResult> deletion = Task.Run(() => DeleteDummy(guest));
        GuestRuns.Await(() => guest.Machine.IsSlotChangeWaiting, "the deletion waits for readers");

        Assert.That(deletion.IsCompleted, Is.False, "the vcpu in the guest is a reader");
        Volatile.Write(ref _mayLeave, true);
        Assert.That(deletion.Result, Is.EqualTo(Errno.Success), "the deletion succeeds when the vcpu has left");
        Assert.That(guest.Machine.IsSlotChangeWaiting, Is.False, "the deletion has stopped waiting");
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Stopped>());
    }

    [Test]
    public void E19_AsWrittenASlotDeletionDoesNotWaitForARunningVcpu()
    {
        Boot(ErrataSet.Of(Erratum.E19), clock: new ManualClock());
        Guest guest = GuestWithDummySlot();
        RunningVcpu running = StartInside(guest);

        Assert.That(Task.Run(() => DeleteDummy(guest)).Result, Is.EqualTo(Errno.Success), "the deletion frees the slots");
        Assert.That(running.HasEnded, Is.False, "the vcpu is still in the guest and may read the slots");
        Volatile.Write(ref _mayLeave, true);
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Stopped>());
    }

    [Test]
    public void E32_CorrectedACoreRunsWhileOneOfItsVcpusIsInUserSpace()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithMemory(vcpus: 2);
        Assert.That(guest.Cpus[0].Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>(), "vcpu 0 has run and is in user space");
        Assert.That(guest.Cpus[1].Run(HasRun), Is.InstanceOf<VcpuExit.Stopped>(), "vcpu 1 does not wait for vcpu 0");
        Assert.That(_hasRun, Is.True);
    }

    [Test]
    public void E32_AsWrittenACoreWaitsWhileOneOfItsVcpusIsInUserSpace()
    {
        Boot(ErrataSet.Of(Erratum.E32), clock: new ManualClock());
        Guest guest = GuestWithMemory(vcpus: 2);
        Assert.That(guest.Cpus[0].Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>(), "vcpu 0 has run and is in user space");
        guest.Cpus[1].Load(new GuestProgram(HasRun));
        RunningVcpu running = RunningVcpu.Start(guest.Cpus[1]);
        GuestRuns.Await(() => guest.Cpus[1].IsAsleep, "vcpu 1 waits for vcpu 0");

        guest.Cpus[1].Signal();
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Signalled>(), "only the signal ends the wait");
        Assert.That(guest.Cpus[1].IsAsleep, Is.False, "vcpu 1 is no longer asleep");
        Assert.That(_hasRun, Is.False);
    }

    [Test]
    public void E39_CorrectedAMachineCheckOfAGuestReturnsToUserSpace()
    {
        Guest guest = GuestWithoutMemoryBehindItsArea(ErrataSet.Of(Erratum.E06));
        var machineCheck = new VcpuExit.UnknownInterrupt(InterruptVector.MachineCheck);
        Assert.That(guest.Cpu.Run(_ => [Load(0x1000)]), Is.EqualTo(machineCheck), "user space gets the interrupt");
        Assert.That(machineCheck.ToString(), Is.EqualTo("unknown interrupt: machine check"));
        Assert.That(LogMessages, Has.Some.StartsWith("trap=0x200 | pc="), "the log has the registers");
        Assert.That(guest.Cpu.Run(), Is.EqualTo(machineCheck), "the guest goes on with the same load");
    }

    [Test]
    public void E39_AsWrittenAMachineCheckOfAGuestIsABugOfTheHost()
    {
        Guest guest = GuestWithoutMemoryBehindItsArea(ErrataSet.Of(Erratum.E06, Erratum.E39));
        Assert.That(
            OopsOf(() => guest.Cpu.Run(_ => [Load(0x1000)])), Is.EqualTo("kernel BUG: an interrupt that KVM does not know"),
            "the kernel knows no machine checks");
        Assert.That(LogMessages, Has.Some.StartsWith("trap=0x200 | pc="), "the log has the registers");
    }

    // With E06 as written, the register that says where the guest's memory lies is all ones.
    private Guest GuestWithoutMemoryBehindItsArea(ErrataSet errata)
    {
        Boot(errata, CpuModel.Ppc970);
        Booted.AddRealModeArea(64 * MB);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        ulong userAddress = area.Map();
        area.Dispose();
        guest.Machine.SetMemoryRegion(0, 0, 48 * MB, userAddress);
        return guest;
    }

    [Test]
    public void E46_CorrectedAnotherProcessorVersionIsRefused([Values(0u, Power7 + 1)] uint pvr)
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(
            guest.Cpu.TrySetSpecialRegisters(new SpecialRegisters(pvr, [ValidEntry])), Is.EqualTo(Errno.Invalid), "the host has another");
        SpecialRegisters after = guest.Cpu.GetSpecialRegisters();
        Assert.That((after.Pvr, after.Slb[0]), Is.EqualTo((Power7, default(SlbEntryView))), "nothing has been set");
        Assert.That(
            guest.Cpu.TrySetSpecialRegisters(new SpecialRegisters(Power7, [ValidEntry])), Is.EqualTo(Errno.Success),
            "the host's is accepted");
    }

    [Test]
    public void E46_AsWrittenAnyProcessorVersionIsAccepted()
    {
        Boot(ErrataSet.Of(Erratum.E46));
        Guest guest = GuestWithMemory();
        Assert.That(
            guest.Cpu.TrySetSpecialRegisters(new SpecialRegisters(0, [ValidEntry])), Is.EqualTo(Errno.Success), "version 0 is accepted");
        Assert.That(guest.Cpu.GetSpecialRegisters().Pvr, Is.Zero, "the vcpu has it");
        Assert.That(
            () => guest.Cpu.Load(new GuestProgram(_ => [])), Throws.TypeOf<KvmException>().With.Message.Contains("KVM_ENABLE_CAP"),
            "a vcpu without a version cannot run");
    }

    private static SlbEntryView ValidEntry => new(1ul << 28 | 1ul << 27, 0x1000);

    [Test]
    public void E47_CorrectedTheHostGoesOnWithAUamorOfItsOwn() =>
        Assert.That(UamorAfterARunOfAGuest(ErrataSet.Corrected), Is.Zero, "as the host's processes had it before");

    [Test]
    public void E47_AsWrittenTheHostGoesOnWithTheGuestsUamor() =>
        Assert.That(UamorAfterARunOfAGuest(ErrataSet.Of(Erratum.E47)), Is.EqualTo(SomeUamor), "the guest's value stays in the register");

    private const ulong SomeUamor = 0x3000_0000_0000_0000;

    private ulong UamorAfterARunOfAGuest(ErrataSet errata)
    {
        Boot(errata, cores: 1);
        Guest guest = GuestWithMemory();
        Assert.That(guest.Cpu.Run(_ => [SetUamor(SomeUamor)]), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(
            () => Booted.Instruments.ReadUamor(4), Throws.TypeOf<ArgumentOutOfRangeException>(), "a core has hardware threads 0 to 3");
        return Booted.Instruments.ReadUamor(0);
    }

    [Test]
    public void E52_CorrectedAFailedCopyOfTheRegistersIsReported()
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab);
        Assert.That(
            guest.Cpu.TrySetSpecialRegisters(new SpecialRegisters(Power7, [])), Is.EqualTo(Errno.NoMemory),
            "there is no memory for a copy");
        Assert.That(
            guest.Cpu.TrySetSpecialRegisters(new SpecialRegisters(Power7, [])), Is.EqualTo(Errno.Success), "the next call finds memory");
    }

    [Test]
    public void E52_AsWrittenAFailedCopyOfTheRegistersIsFreed()
    {
        Boot(ErrataSet.Of(Erratum.E52));
        Guest guest = GuestWithoutMemory();
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab);
        Assert.That(
            OopsOf(() => guest.Cpu.TrySetSpecialRegisters(new SpecialRegisters(Power7, []))),
            Is.EqualTo("kernel oops: kfree of 0xfffffffffffffff4, which is no object's address"), "-12 in a pointer is freed");
    }

    private static IEnumerable<GuestInstruction> LoadInto(GuestCpu cpu, ulong[] loaded, int index)
    {
        yield return Load(0x3000);
        loaded[index] = cpu.Value;
    }

    private IEnumerable<GuestInstruction> HasRun(GuestCpu cpu)
    {
        _hasRun = true;
        yield return Pause();
    }

    private IEnumerable<GuestInstruction> StayInside(GuestCpu cpu)
    {
        Volatile.Write(ref _hasRun, true);
        while (!Volatile.Read(ref _mayLeave))
            yield return Pause();
    }

    private uint PvrOf(ErrataSet errata)
    {
        Boot(errata);
        SpecialRegisters registers = GuestWithoutMemory().Cpu.GetSpecialRegisters();
        return registers.Pvr;
    }

    private Guest GuestWithDummySlot()
    {
        Guest guest = GuestWithMemory();
        guest.Machine.SetMemoryRegion(Dummy, 4 * GB, HugePage, Booted.Process.MapHugePages(HugePage));
        return guest;
    }

    private static KvmResult DeleteDummy(Guest guest) => guest.Machine.TrySetMemoryRegion(Dummy, 4 * GB, 0, 0);

    private RunningVcpu StartInside(Guest guest)
    {
        guest.Cpu.Load(new GuestProgram(StayInside));
        RunningVcpu running = RunningVcpu.Start(guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref _hasRun), "the vcpu is in the guest");
        return running;
    }
}
