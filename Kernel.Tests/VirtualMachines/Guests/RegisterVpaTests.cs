// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>H_REGISTER_VPA by a running guest: the cases of kvm-unit-tests' spapr_vpa.c, and the dispatch count.</summary>
[TestFixture]
public sealed class RegisterVpaTests : SystemFixture
{
    // Sub-functions
    private const ulong Reserved = 0;
    private const ulong RegisterVpa = 1;
    private const ulong DeregisterVpa = 5;

    private const ulong Vpa = 0x10_0000;
    private const ulong VpaSize = 640;
    private const ulong SizeOffset = 4;                 // a halfword
    private const ulong DispatchCountOffset = 0x100;    // a word
    private const ulong NoProcessor = 0x1234;
    private const ulong EndOfMemory = 4 * HugePage;

    private Guest _guest = null!;

    [TestCase(Reserved, 0ul, Vpa, TestName = "{m}(sub-function 0 is reserved)")]
    [TestCase(RegisterVpa, NoProcessor, Vpa, TestName = "{m}(the processor does not exist)")]
    [TestCase(RegisterVpa, 0ul, Vpa + 8, TestName = "{m}(the area is not aligned)")]
    [TestCase(RegisterVpa, 0ul, EndOfMemory, TestName = "{m}(the area is outside memory)")]
    [TestCase(DeregisterVpa, NoProcessor, 0ul, TestName = "{m}(deregistering for a processor that does not exist)")]
    public void AnInvalidRegistrationIsAParameterError(ulong subFunction, ulong processor, ulong address) =>
        Assert.That(ResultOf(Vpa, VpaSize, subFunction, processor, address), Is.EqualTo(HypercallResult.Parameter));

    [Test]
    public void AnAreaOf632BytesIsTooSmall() =>
        Assert.That(ResultOf(Vpa, 632, RegisterVpa, 0, Vpa), Is.EqualTo(HypercallResult.Parameter));

    [Test]
    public void AnAreaAcrossA4KBBoundaryIsRefused([Values(0ul, VpaSize)] ulong size)
    {
        const ulong spanning = Vpa + 4096 - 128;
        Assert.That(
            ResultOf(spanning, size, RegisterVpa, 0, spanning), Is.EqualTo(HypercallResult.Parameter), "as kvm-unit-tests expects");
    }

    [Test]
    public void AnAreaAcrossTwo16MBPagesIsRefused()
    {
        const ulong spanning = HugePage - 128;
        Assert.That(ResultOf(spanning, VpaSize, RegisterVpa, 0, spanning), Is.EqualTo(HypercallResult.Parameter));
    }

    [Test]
    public void AnAreaCanBeDeregisteredTwice()
    {
        BootWithClock(new ManualClock());
        var results = new List<HypercallResult>();
        VcpuExit exit = _guest.Cpu.Run(Body);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(results, Is.EqualTo(new[] { HypercallResult.Success, HypercallResult.Success, HypercallResult.Success }));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Store(Vpa + SizeOffset, VpaSize, 2);
            yield return Register(cpu, RegisterVpa, 0, Vpa);
            results.Add(cpu.Result);
            yield return Register(cpu, DeregisterVpa, 0);
            results.Add(cpu.Result);
            yield return Register(cpu, DeregisterVpa, 0);
            results.Add(cpu.Result);
        }
    }

    [Test]
    public void TheDispatchCountIsEvenWhileTheGuestRuns()
    {
        BootWithClock(new ManualClock());
        var counts = new List<ulong>();
        VcpuExit exit = _guest.Cpu.Run(Body);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(counts, Is.EqualTo(new ulong[] { 2, 2, 4 }), "the count changes only when the vcpu leaves the guest");
        Assert.That(_guest.Read<uint>(Vpa + DispatchCountOffset), Is.EqualTo(5), "the count is odd when the guest does not run");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Store(Vpa + SizeOffset, VpaSize, 2);
            yield return Register(cpu, RegisterVpa, 0, Vpa);
            yield return Load(Vpa + DispatchCountOffset, 4);
            counts.Add(cpu.Value);
            yield return cpu.Hypercall(HypercallNumber.Read, 0, 0);      // answered in real mode
            yield return Load(Vpa + DispatchCountOffset, 4);
            counts.Add(cpu.Value);
            yield return cpu.Hypercall(HypercallNumber.Confer, 0, 0);    // answered by the host
            yield return Load(Vpa + DispatchCountOffset, 4);
            counts.Add(cpu.Value);
        }
    }

    [Test]
    public void ACedeAnsweredByTheHostIncreasesTheDispatchCount()
    {
        BootWithClock(TimeProvider.System);             // real time: the decrementer ends the wait
        ulong before = 0, after = 0;
        HypercallResult result = HypercallResult.Hardware;
        VcpuExit exit = _guest.Cpu.Run(Body);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(result, Is.EqualTo(HypercallResult.Success));
        Assert.That(after, Is.GreaterThan(before));
        Assert.That((before % 2, after % 2), Is.EqualTo((0ul, 0ul)));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Store(Vpa + SizeOffset, VpaSize, 2);
            yield return Register(cpu, RegisterVpa, 0, Vpa);
            yield return Load(Vpa + DispatchCountOffset, 4);
            before = cpu.Value;
            yield return SetDecrementer(0);
            yield return cpu.Cede();
            result = cpu.Result;
            yield return Load(Vpa + DispatchCountOffset, 4);
            after = cpu.Value;
        }
    }

    [Test]
    public void TheDispatchCountOfADeregisteredAreaDoesNotChange()
    {
        BootWithClock(new ManualClock());
        var counts = new List<ulong>();
        VcpuExit exit = _guest.Cpu.Run(Body);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(counts, Is.EqualTo(new ulong[] { 3, 3 }), "the last exit counted is the deregistering call");
        Assert.That(_guest.Read<uint>(Vpa + DispatchCountOffset), Is.EqualTo(3));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Store(Vpa + SizeOffset, VpaSize, 2);
            yield return Register(cpu, RegisterVpa, 0, Vpa);
            yield return Register(cpu, DeregisterVpa, 0);
            yield return Load(Vpa + DispatchCountOffset, 4);
            counts.Add(cpu.Value);
            yield return cpu.Hypercall(HypercallNumber.Confer, 0, 0);
            yield return Load(Vpa + DispatchCountOffset, 4);
            counts.Add(cpu.Value);
        }
    }

    /// <summary>Runs a guest that writes <paramref name="size"/> into the area and makes the call, and returns the call's result.</summary>
    private HypercallResult ResultOf(ulong area, ulong size, ulong subFunction, ulong processor, ulong address)
    {
        BootWithClock(new ManualClock());
        HypercallResult result = HypercallResult.Hardware;
        VcpuExit exit = _guest.Cpu.Run(Body);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        return result;

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Store(area + SizeOffset, size, 2);
            yield return Register(cpu, subFunction, processor, address);
            result = cpu.Result;
        }
    }

    private void BootWithClock(TimeProvider clock)
    {
        Boot(clock: clock);
        _guest = GuestWithMemory();
    }

    private static GuestInstruction Register(GuestCpu cpu, ulong subFunction, ulong processor, ulong address = 0) =>
        cpu.Hypercall(HypercallNumber.RegisterVpa, subFunction << 45, processor, address);
}
