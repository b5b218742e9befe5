// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// H_REGISTER_VPA: the areas in guest memory that a virtual processor shares with its host. The first ten tests are the ten cases of
/// kvm-unit-tests, with the answers that it expects.
/// </summary>
[TestFixture]
public sealed unsafe class SharedAreaTests : SystemFixture
{
    private const ulong RegisterVpa = 1, RegisterLog = 2, RegisterShadow = 3;
    private const ulong DeregisterVpa = 5;
    private const ulong Area = 0x10000, OtherArea = 0x20000;

    private static readonly HypercallOutcome Success = Outcome.InVirtualMode(HypercallResult.Success);
    private static readonly HypercallOutcome Parameter = Outcome.InVirtualMode(HypercallResult.Parameter);
    private static readonly HypercallOutcome Resource = Outcome.InVirtualMode(HypercallResult.Resource);

    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuestThatHasAnArea()
    {
        Boot();
        _guest = GuestWithMemory(vcpus: 2);
        _guest.Write(Area + 4, (ushort)640);
    }

    [Test]
    public void Case01_AReservedSubFunctionIsRefused([Values(0ul, 4ul)] ulong subFunction) =>
        Assert.That(_guest.Cpu.RegisterArea(subFunction, 0, Area), Is.EqualTo(Parameter), "the sub-function is reserved");

    [Test]
    public void Case02_RegistrationForAnUnknownProcessorIsRefused() =>
        Assert.That(_guest.Cpu.RegisterArea(RegisterVpa, 2, Area), Is.EqualTo(Parameter), "processors are 0 and 1");

    [Test]
    public void Case03_AMisalignedAreaIsRefused()
    {
        _guest.Write(Area + 8 + 4, (ushort)640);
        Assert.That(_guest.Cpu.RegisterArea(RegisterVpa, 0, Area + 8), Is.EqualTo(Parameter), "areas begin at multiples of 128");
    }

    [Test]
    public void Case04_AnAreaAcross4KIsRefused()
    {
        const ulong spanning = Area + 4096 - 128;
        Assert.That(_guest.Cpu.RegisterArea(RegisterVpa, 0, spanning), Is.EqualTo(Parameter), "the length in the area is 0");
        _guest.Write(spanning + 4, (ushort)640);
        Assert.That(_guest.Cpu.RegisterArea(RegisterVpa, 0, spanning), Is.EqualTo(Parameter), "with a length it crosses 4 KB");
    }

    [Test]
    public void Case05_AnAreaOf632BytesIsRefused()
    {
        _guest.Write(Area + 4, (ushort)632);
        Assert.That(_guest.Cpu.RegisterArea(RegisterVpa, 0, Area), Is.EqualTo(Parameter), "the minimum is 640 bytes");
    }

    [Test]
    public void Case06_AnAreaOutsideMemoryIsRefused() =>
        Assert.That(_guest.Cpu.RegisterArea(RegisterVpa, 0, 4 * HugePage), Is.EqualTo(Parameter), "the guest has 64 MB");

    [Test]
    public void Case07_AnAreaIsRegistered()
    {
        Assert.That(_guest.Cpu.RegisterArea(RegisterVpa, 0, Area), Is.EqualTo(Success), "the area is aligned, long enough and in memory");
        Assert.That(_guest.Read<byte>(Area + 9), Is.EqualTo(2), "the host marks the processor as shared");
        Assert.That(_guest.Read<uint>(Area + 0x100), Is.EqualTo(1), "the odd dispatch count says that the processor is not running");
        Assert.That(ReferencesOfThePage, Is.EqualTo(3), "the mapping, the slot and the area hold the page");
    }

    [Test]
    public void Case08_AnAreaIsDeregistered()
    {
        _guest.Cpu.RegisterArea(RegisterVpa, 0, Area);
        Assert.That(_guest.Cpu.RegisterArea(DeregisterVpa, 0), Is.EqualTo(Success), "the address does not matter");
        Assert.That(ReferencesOfThePage, Is.EqualTo(2), "the area's reference is dropped");
    }

    [Test]
    public void Case09_AnAreaIsDeregisteredAgain()
    {
        _guest.Cpu.RegisterArea(RegisterVpa, 0, Area);
        _guest.Cpu.RegisterArea(DeregisterVpa, 0);
        Assert.That(_guest.Cpu.RegisterArea(DeregisterVpa, 0), Is.EqualTo(Success), "deregistering without an area succeeds");
        Assert.That(ReferencesOfThePage, Is.EqualTo(2), "no reference is dropped twice");
    }

    [Test]
    public void Case10_DeregistrationForAnUnknownProcessorIsRefused() =>
        Assert.That(_guest.Cpu.RegisterArea(DeregisterVpa, 2), Is.EqualTo(Parameter), "processors are 0 and 1");

    [Test]
    public void ALogOrShadowAreaNeedsAVirtualProcessorArea([Values(RegisterLog, RegisterShadow)] ulong subFunction)
    {
        _guest.Write(OtherArea + 4, 48u);
        Assert.That(_guest.Cpu.RegisterArea(subFunction, 0, OtherArea), Is.EqualTo(Resource), "no virtual processor area is registered");
        _guest.Cpu.RegisterArea(RegisterVpa, 0, Area);
        Assert.That(_guest.Cpu.RegisterArea(subFunction, 0, OtherArea), Is.EqualTo(Success), "the virtual processor area is registered");
        Assert.That(
            _guest.Cpu.RegisterArea(DeregisterVpa, 0), Is.EqualTo(Resource), "the virtual processor area cannot be deregistered first");
        Assert.That(_guest.Cpu.RegisterArea(subFunction + 4, 0), Is.EqualTo(Success), "the other area can be deregistered");
        Assert.That(_guest.Cpu.RegisterArea(subFunction + 4, 0), Is.EqualTo(Success), "deregistering it again succeeds");
        Assert.That(_guest.Cpu.RegisterArea(DeregisterVpa, 0), Is.EqualTo(Success), "the virtual processor area can now be deregistered");
        Assert.That(ReferencesOfThePage, Is.EqualTo(2), "only the mapping and the slot hold the page");
    }

    [TestCase(RegisterLog, 47u, 48u)]
    [TestCase(RegisterShadow, 15u, 16u)]
    public void ALogOrShadowAreaHasAMinimumLength(ulong subFunction, uint tooShort, uint minimum)
    {
        _guest.Cpu.RegisterArea(RegisterVpa, 0, Area);
        _guest.Write(OtherArea + 4, tooShort);
        Assert.That(_guest.Cpu.RegisterArea(subFunction, 0, OtherArea), Is.EqualTo(Parameter), "the area is one byte too short");
        Assert.That(ReferencesOfThePage, Is.EqualTo(3), "the reference to a refused area is dropped");
        _guest.Write(OtherArea + 4, minimum);
        Assert.That(_guest.Cpu.RegisterArea(subFunction, 0, OtherArea), Is.EqualTo(Success), "the area has the minimum length");
    }

    [Test]
    public void ADispatchLogEndsWithItsLastWholeEntry()
    {
        _guest.Cpu.RegisterArea(RegisterVpa, 0, Area);
        _guest.Write(OtherArea + 4, 10u * 48 + 47);
        _guest.Cpu.RegisterArea(RegisterLog, 0, OtherArea);
        byte* start = (byte*)_guest.Cpu.Vcpu->arch.dtl;
        Assert.That((byte*)_guest.Cpu.Vcpu->arch.dtl_end - start, Is.EqualTo(480), "the log holds ten entries of 48 bytes");
    }

    [Test]
    public void AProcessorCanRegisterAnAreaForAnother()
    {
        Assert.That(
            _guest.Cpus[1].RegisterArea(RegisterVpa, 0, Area), Is.EqualTo(Success), "processor 1 registers an area for processor 0");
        Assert.That(_guest.Cpus[0].Vcpu->arch.vpa is null, Is.True, "processor 0 may be in the guest, so it installs the area itself");
        _guest.Cpus[0].Confer(0, 0);
        Assert.That(_guest.Cpus[0].Vcpu->arch.vpa is not null, Is.True, "processor 0 has the area");
        Assert.That(_guest.Cpus[1].Vcpu->arch.vpa is null, Is.True, "the caller has no area");
    }

    [Test]
    public void DisposingAMachineUnpinsItsAreas()
    {
        _guest.Write(OtherArea + 4, 48u);
        foreach (ulong processor in new ulong[] { 0, 1 })
        {
            VirtualCpu cpu = _guest.Cpus[(int)processor];
            cpu.RegisterArea(RegisterVpa, processor, Area);
            cpu.RegisterArea(RegisterLog, processor, OtherArea);
            cpu.RegisterArea(RegisterShadow, processor, OtherArea);
        }
        Assert.That(ReferencesOfThePage, Is.EqualTo(8), "the mapping, the slot and six areas hold the page");
        ulong frame = _guest.FrameOf(0);
        _guest.Machine.Dispose();
        Assert.That(Booted.PhysicalMemory.ReferenceCount(frame), Is.EqualTo(1), "only the mapping holds the page");
    }

    private int ReferencesOfThePage => Booted.PhysicalMemory.ReferenceCount(_guest.FrameOf(0));
}
