// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>Hypercalls that the kernel leaves to user space, and their answers: the cases of kvm-unit-tests' spapr_hcall.c.</summary>
[TestFixture]
public sealed class UserSpaceHypercallTests : SystemFixture
{
    private const HypercallNumber SetSprg0 = (HypercallNumber)0x24;
    private const HypercallNumber PageInit = (HypercallNumber)0x2c;
    private const HypercallNumber Random = (HypercallNumber)0x300;

    // Flags of H_PAGE_INIT
    private const ulong ZeroPage = 0x8000;
    private const ulong CopyPage = 0x4000;

    private const ulong Destination = 0x10_0000;
    private const ulong Source = 0x10_1000;
    private const int FirstArgument = 4;
    private const int LastArgument = 12;

    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
    }

    [TestCase(SetSprg0, 0xcafe_babe_dead_beeful, 0ul, 0ul, HypercallResult.Success, TestName = "{m}(H_SET_SPRG0, a value)")]
    [TestCase(SetSprg0, 0xaaaa_aaaa_5555_5555ul, 0ul, 0ul, HypercallResult.Success, TestName = "{m}(H_SET_SPRG0, alternating bits)")]
    [TestCase(SetSprg0, 0ul, 0ul, 0ul, HypercallResult.Success, TestName = "{m}(H_SET_SPRG0, zero)")]
    [TestCase(PageInit, ZeroPage, Destination, Source, HypercallResult.Success, TestName = "{m}(H_PAGE_INIT, zero)")]
    [TestCase(PageInit, CopyPage, Destination, Source, HypercallResult.Success, TestName = "{m}(H_PAGE_INIT, copy)")]
    [TestCase(PageInit, CopyPage | ZeroPage, Destination, Source, HypercallResult.Success, TestName = "{m}(H_PAGE_INIT, copy and zero)")]
    [TestCase(
        PageInit, ZeroPage, Destination + 0x123, Source, HypercallResult.Parameter, TestName = "{m}(H_PAGE_INIT, misaligned destination)")]
    [TestCase(
        PageInit, CopyPage, Destination, Source + 0x123, HypercallResult.Parameter, TestName = "{m}(H_PAGE_INIT, misaligned source)")]
    public void AHypercallReachesUserSpaceAndItsAnswerReachesTheGuest(
        HypercallNumber number, ulong first, ulong second, ulong third, HypercallResult answer)
    {
        HypercallResult result = (HypercallResult)0x7777;
        _guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercall(number);
        Assert.That(Arguments(), Is.EqualTo(new ulong[] { first, second, third, 0, 0, 0, 0, 0, 0 }));

        _guest.Cpu.AnswerHypercall(answer);
        ExpectStop();
        Assert.That(result, Is.EqualTo(answer));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall(number, first, second, third);
            result = cpu.Result;
        }
    }

    [TestCase(HypercallResult.Success, 0x0123_4567_89ab_cdeful, TestName = "{m}(H_SUCCESS)")]
    [TestCase(HypercallResult.Function, 0ul, TestName = "{m}(H_FUNCTION)")]
    public void UserSpaceCanReturnAValueInR4(HypercallResult answer, ulong number)
    {
        (HypercallResult Result, ulong Number) seen = default;
        _guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercall(Random);

        _guest.Cpu.Gpr[FirstArgument] = number;
        _guest.Cpu.AnswerHypercall(answer);
        ExpectStop();
        Assert.That(seen, Is.EqualTo((answer, number)));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall(Random);
            seen = (cpu.Result, cpu.Gpr[FirstArgument]);
        }
    }

    [Test]
    public void UserSpaceGetsNineArguments()
    {
        _guest.Cpu.Load(new GuestProgram(cpu => [cpu.Hypercall(PageInit, 11, 12, 13, 14, 15, 16, 17, 18, 19)]));
        ExpectHypercall(PageInit);
        Assert.That(Arguments(), Is.EqualTo(new ulong[] { 11, 12, 13, 14, 15, 16, 17, 18, 19 }));
        Assert.That(_guest.Cpu.Gpr[3], Is.EqualTo((ulong)PageInit));
    }

    [Test]
    public void TheGuestGetsTheArgumentRegistersAsUserSpaceLeftThem([Values] bool isAnsweredFirst)
    {
        ulong[] seen = [];
        _guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercall(PageInit);

        if (isAnsweredFirst)
            _guest.Cpu.AnswerHypercall(HypercallResult.Success);
        for (int register = FirstArgument; register <= LastArgument; register += 2)
            _guest.Cpu.Gpr[register] = 100 + (ulong)register;
        if (!isAnsweredFirst)
            _guest.Cpu.AnswerHypercall(HypercallResult.Success);
        ExpectStop();
        Assert.That(seen, Is.EqualTo(new ulong[] { 104, 12, 106, 14, 108, 16, 110, 18, 112 }));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall(PageInit, 11, 12, 13, 14, 15, 16, 17, 18, 19);
            seen = Arguments();
        }
    }

    [Test]
    public void RegistersWithoutArgumentsKeepTheirValues()
    {
        ulong[] seen = [];
        int[] others = [0, 1, 2, .. Enumerable.Range(13, 19)];
        _guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercall(SetSprg0);
        _guest.Cpu.AnswerHypercall(HypercallResult.Success);
        ExpectStop();
        Assert.That(seen, Is.EqualTo(others.Select(register => 0x1_0000ul + (ulong)register)));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            foreach (int register in others)
                cpu.Gpr[register] = 0x1_0000ul + (ulong)register;
            yield return cpu.Hypercall(SetSprg0, 5);
            seen = [.. others.Select(register => cpu.Gpr[register])];
        }
    }

    [Test]
    public void AnAnswerReachesTheGuestOnce()
    {
        HypercallResult result = HypercallResult.Success, read = HypercallResult.Hardware;
        _guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercall(SetSprg0);
        _guest.Cpu.AnswerHypercall((HypercallResult)77);
        _guest.Cpu.Signal();
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Signalled>(), "the answer is in r3, but the guest has not run yet");
        _guest.Cpu.AnswerHypercall((HypercallResult)88);
        ExpectStop();
        Assert.That(result, Is.EqualTo((HypercallResult)77), "88 does not answer a call that is already answered");
        Assert.That(read, Is.EqualTo(HypercallResult.Success), "neither value answers the next call");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall(SetSprg0, 5);
            result = cpu.Result;
            yield return cpu.Hypercall(HypercallNumber.Confer, 0, 0);
            read = cpu.Result;
        }
    }

    [Test]
    public void EachHypercallGetsItsOwnAnswer()
    {
        var results = new List<HypercallResult>();
        _guest.Cpu.Load(new GuestProgram(Body));
        for (int i = 0; i < 10; i++)
        {
            ExpectHypercall(SetSprg0);
            Assert.That(_guest.Cpu.Gpr[FirstArgument], Is.EqualTo((ulong)i));
            _guest.Cpu.AnswerHypercall((HypercallResult)(100 + i));
        }
        ExpectStop();
        Assert.That(results, Is.EqualTo(Enumerable.Range(100, 10).Select(answer => (HypercallResult)answer)));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            for (ulong i = 0; i < 10; i++)
            {
                yield return cpu.Hypercall(SetSprg0, i);
                results.Add(cpu.Result);
            }
        }
    }

    [Test]
    public void AHypercallInProblemStateIsTheGuestsOwnSystemCall()
    {
        const ulong sixtyFourBits = 1ul << 63, problemState = 0x4000;
        bool isHandled = false;
        VcpuExit exit = _guest.Cpu.Run(new GuestProgram(Body).On(InterruptVector.SystemCall, Handler));
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(isHandled, Is.True);

        static IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return SetMsr(sixtyFourBits | problemState);
            yield return cpu.Hypercall(SetSprg0, 5);
        }

        IEnumerable<GuestInstruction> Handler(GuestCpu cpu)
        {
            isHandled = true;
            // H_STOP here, because in problem state the end of the program would be a system call, too
            yield return cpu.Hypercall(HypercallNumber.Stop);
        }
    }

    private void ExpectHypercall(HypercallNumber number)
    {
        VcpuExit exit = _guest.Cpu.Run();
        Assert.That(exit, Is.EqualTo(new VcpuExit.Hypercall(number)), exit.ToString());
    }

    private void ExpectStop()
    {
        VcpuExit exit = _guest.Cpu.Run();
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
    }

    private ulong[] Arguments() =>
        [.. Enumerable.Range(FirstArgument, LastArgument - FirstArgument + 1).Select(register => _guest.Cpu.Gpr[register])];
}
