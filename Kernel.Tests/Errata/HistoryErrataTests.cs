// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.Errata;

/// <summary>E60 to E65: defects that later versions of the original correct.</summary>
[TestFixture]
public sealed class HistoryErrataTests : SystemFixture
{
    private const ulong Bus = 0x7100_0001;
    private const ulong WideNumber = 0x1_0000_0001;
    private const int BeyondTheLastCore = 4096;
    private const HypercallNumber ForUserSpace = (HypercallNumber)0x64;
    private const ulong ExternalEnable = 1ul << 15;
    private const int Enough = 3;

    [Test]
    public void E60_CorrectedANumberOf33BitsIsRefused()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Corrected);
        Assert.That(Create(guest, WideNumber), Is.EqualTo(Errno.Invalid), "the number has more than 32 bits");
        Assert.That(Create(guest, 1), Is.EqualTo(Errno.Success), "number 1 is free");
    }

    [Test]
    public void E60_AsWrittenANumberOf33BitsLosesItsTopBit()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Of(Erratum.E60));
        Assert.That(Create(guest, WideNumber), Is.EqualTo(Errno.Success), "vcpu 1 is created");
        Assert.That(Create(guest, 1), Is.EqualTo(Errno.Exists), "number 1 is taken");
    }

    [Test]
    public void E61_CorrectedAVcpuThatCannotBeCreatedIsAnError()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Corrected);
        Assert.That(guest.Machine.CreateCpu(BeyondTheLastCore, out _), Is.EqualTo(Errno.Invalid), "there are 1024 cores of four threads");
        Assert.That(guest.Machine.CreateCpu(BeyondTheLastCore - 1, out _), Is.EqualTo(Errno.Success), "the last number is valid");
    }

    [Test]
    public void E61_AsWrittenAVcpuThatCannotBeCreatedIsAnOops()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Of(Erratum.E61));
        Assert.That(
            OopsOf(() => guest.Machine.CreateCpu(BeyondTheLastCore, out _)),
            Is.EqualTo("kernel BUG: error pointer dereferenced in kvm_arch_vcpu_create"), "the error is taken for a vcpu");
    }

    [Test]
    public void E62_CorrectedARunForUserSpaceReturnsZero() =>
        Assert.That(ReturnedForUserSpace(ErrataSet.Corrected), Is.Zero, "success");

    [Test]
    public void E62_AsWrittenARunForUserSpaceReturnsTheNumberOfTheKernel() =>
        Assert.That(ReturnedForUserSpace(ErrataSet.Of(Erratum.E62)), Is.EqualTo(2), "RESUME_HOST");

    [Test]
    public void E62_InBothBehavioursASignalIsAnError([Values] bool asWritten)
    {
        Boot(asWritten ? ErrataSet.Of(Erratum.E62) : ErrataSet.Corrected, clock: new ManualClock());
        Guest guest = GuestWithMemory();
        guest.Cpu.Load(new GuestProgram(_ => []));
        guest.Cpu.Signal();
        Assert.That(guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Signalled>(), "the signal ends the run");
        Assert.That(guest.Cpu.LastRunReturned, Is.EqualTo(-4), "EINTR");
    }

    private int ReturnedForUserSpace(ErrataSet errata)
    {
        Boot(errata, clock: new ManualClock());
        Guest guest = GuestWithMemory();
        VcpuExit exit = guest.Cpu.Run(cpu => [cpu.Hypercall(ForUserSpace)]);
        Assert.That(exit, Is.EqualTo(new VcpuExit.Hypercall(ForUserSpace)), "user space is needed");
        return guest.Cpu.LastRunReturned;
    }

    [TestCase(0x1008ul, 0x5003ul)]
    [TestCase(0x1fffful, 0x5003ul)]
    public void E63_CorrectedAnIoAddressInsideAnEntryIsAParameterError(ulong ioAddress, ulong entry) =>
        Assert.That(
            Put(ErrataSet.Corrected, ioAddress, entry), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "no multiple of 4 KB");

    [TestCase(0x5013ul, TestName = "{m}(inside a page)")]
    [TestCase(0x4000_0003ul, TestName = "{m}(beyond the memory)")]
    [TestCase(ulong.MaxValue, TestName = "{m}(all bits)")]
    public void E63_CorrectedAnEntryThatNamesNoPageIsLeftToUserSpace(ulong entry) =>
        Assert.That(Put(ErrataSet.Corrected, 0x1000, entry), Is.EqualTo(Outcome.UserSpace), "the kernel does not store it");

    [TestCase(0x1008ul, 0x5003ul)]
    [TestCase(0x1000ul, 0x5013ul)]
    [TestCase(0x1000ul, 0x4000_0003ul)]
    public void E63_AsWrittenEveryAddressAndEntryIsAccepted(ulong ioAddress, ulong entry) =>
        Assert.That(
            Put(ErrataSet.Of(Erratum.E63), ioAddress, entry), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "only the end of the window is checked");

    private HypercallOutcome Put(ErrataSet errata, ulong ioAddress, ulong entry)
    {
        Boot(errata);
        Guest guest = GuestWithMemory(HugePage);
        using TceTable table = guest.Machine.CreateTceTable(Bus, 2 << 20);
        return guest.Cpu.PutTce(Bus, ioAddress, entry);
    }

    [TestCase(1ul, true)]
    [TestCase(ulong.MaxValue, true)]
    [TestCase(99ul, false)]
    public void E64_CorrectedTheTargetOfAConferMustExist(ulong target, bool exists)
    {
        Guest guest = BootWithoutMemory(ErrataSet.Corrected, vcpus: 2);
        Assert.That(
            guest.Cpu.Confer(target, 0), Is.EqualTo(Outcome.InVirtualMode(exists ? HypercallResult.Success : HypercallResult.Parameter)),
            "all ones stand for every other vcpu");
    }

    [Test]
    public void E64_AsWrittenTheTargetOfAConferNeedNotExist() => Assert.That(
        BootWithoutMemory(ErrataSet.Of(Erratum.E64)).Cpu.Confer(99, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
        "nobody looks for the target");

    [Test]
    public void E65_CorrectedAnInterruptThatIsRaisedOnceIsTakenOnce() =>
        Assert.That(InterruptsTaken(ErrataSet.Corrected), Is.EqualTo(1), "the host delivers it");

    [Test]
    public void E65_AsWrittenAnInterruptThatIsRaisedOnceIsTakenAgainAndAgain() =>
        Assert.That(InterruptsTaken(ErrataSet.Of(Erratum.E65)), Is.EqualTo(Enough), "real mode delivers it and does not take it back");

    private int InterruptsTaken(ErrataSet errata)
    {
        Boot(errata, clock: new ManualClock());
        Guest guest = GuestWithMemory();
        int interrupts = 0;
        guest.Cpu.Load(new GuestProgram(Body).On(InterruptVector.External, Handler));
        guest.Cpu.RaiseInterruptOnce();
        Assert.That(guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>(), "the guest ends");
        return interrupts;

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return SetMsr(ExternalEnable);
            yield return cpu.Confer((ulong)cpu.Id, 0);
        }

        IEnumerable<GuestInstruction> Handler(GuestCpu cpu)
        {
            if (++interrupts == Enough)
                yield return cpu.Hypercall(HypercallNumber.Stop);
        }
    }

    private Guest BootWithoutMemory(ErrataSet errata, int vcpus = 1)
    {
        Boot(errata);
        return GuestWithoutMemory(vcpus);
    }

    private static KvmResult Create(Guest guest, ulong number)
    {
        guest.Machine.TryCreateVcpu(number, out _, out KvmResult result);
        return result;
    }
}
