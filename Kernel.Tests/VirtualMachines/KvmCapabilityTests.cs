// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>The capabilities that the kernel reports, and the requests that it refuses.</summary>
[TestFixture]
public sealed class KvmCapabilityTests : SystemFixture
{
    // Numbers of linux/kvm.h, not taken from the port.
    private const int Segstate = 43;
    private const int UnsetIrq = 53;
    private const int EnableCap = 54;
    private const int IrqLevel = 58;
    private const int SpaprTce = 63;
    private const int Smt = 64;
    private const int Rma = 65;
    private const int Papr = 68;

    [TestCase(CpuModel.Power7, Smt, 4)]
    [TestCase(CpuModel.Power7, Rma, 1)]
    [TestCase(CpuModel.Ppc970, Smt, 1)]
    [TestCase(CpuModel.Ppc970, Rma, 2, Description = "2: a guest requires an area")]
    public void ACapabilityDependsOnTheProcessor(CpuModel cpu, int extension, int value) =>
        Assert.That(Boot(cpu: cpu).CheckExtension(extension), Is.EqualTo(value));

    [Test]
    public void EveryHypervisorModeHostHasTheCapability([Values(Segstate, UnsetIrq, EnableCap, IrqLevel, SpaprTce, Papr)] int extension) =>
        Assert.That(Boot().CheckExtension(extension), Is.EqualTo(1));

    [Test]
    public void EveryArchitectureHasTheCapability([Values(3, 21, 30, 40)] int extension) =>
        Assert.That(Boot().CheckExtension(extension), Is.EqualTo(1));

    [Test]
    public void AnUnknownCapabilityIsZero([Values(-1, 0, 16, 48, 52, 57, 78, 80, 1000)] int extension) =>
        Assert.That(Boot().CheckExtension(extension), Is.Zero);

    [Test]
    public void AVcpuDoesNotRunBeforePaprIsEnabled()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithMemory();
        var program = new GuestProgram(_ => []);
        guest.Cpu.LoadWithoutPapr(program);
        Assert.That(guest.Cpu.Run(), Is.EqualTo(new VcpuExit.Failed(Errno.Invalid)));
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the refused run sets nothing up");

        guest.Cpu.Load(program);
        Assert.That(guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>());
    }

    [Test]
    public void AVcpuWithoutAProgramDoesNotRun()
    {
        Boot();
        Guest guest = GuestWithMemory();
        Assert.That(Assert.Throws<InvalidOperationException>(() => guest.Cpu.Run())!.Message, Does.Contain("vcpu 0 has no program"));
    }

    [Test]
    public void AHostThatUsesAllHardwareThreadsCannotRunGuests()
    {
        Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { SecondaryThreadsOnline = true, Clock = new ManualClock() } });
        VcpuExit exit = GuestWithMemory().Cpu.Run(_ => []);
        Assert.That(exit, Is.EqualTo(new VcpuExit.Failed(Errno.Busy)));
    }

    [TestCase(0)]
    [TestCase(65)]
    public void AnInvalidNumberOfCoresIsRefused(int cores) =>
        Assert.That(
            Assert.Throws<ArgumentException>(() => Boot(cores: cores))!.Message, Does.Contain($"Cores is {cores}; expected 1 to 64"));

    [Test]
    public void TheDirtyLogOfASlotWithoutOneIsRefused()
    {
        Boot();
        Guest guest = GuestWithMemory();
        Assert.That(guest.Machine.TryGetDirtyLog(0, new ulong[64]), Is.EqualTo(new KvmResult(-2)), "ENOENT: the slot has no dirty log");
        Assert.That(guest.Machine.TryGetDirtyLog(32, new ulong[64]), Is.EqualTo(Errno.Invalid), "slot 32 does not exist");
        Assert.That(guest.Machine.TryGetDirtyLog(-1, new ulong[64]), Is.EqualTo(Errno.Invalid));
    }

    [Test]
    public void ADirtyBitmapThatIsTooShortIsRefused()
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, HugePage, Booted.Process.MapHugePages(HugePage), MemorySlotOptions.LogDirtyPages);
        Assert.That(
            guest.Machine.TryGetDirtyLog(0, new ulong[3]), Is.EqualTo(new KvmResult(-14)), "256 pages of 64 KB need four words: EFAULT");
    }
}
