// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>Invalid programs and calls: each throws an exception, and the kernel keeps working.</summary>
[TestFixture]
public sealed class GuestMisuseTests : SystemFixture
{
    private Guest _guest = null!;

    private static IEnumerable<TestCaseData> WrongInstructions =>
    [
        new TestCaseData(new GuestInstruction(GuestOperation.Load, 0x1000, 0, 64)).SetArgDisplayNames("a load of 64 bytes"),
        new TestCaseData(new GuestInstruction(GuestOperation.Store, 0x1001, 1, 8)).SetArgDisplayNames("a misaligned store"),
        new TestCaseData(new GuestInstruction((GuestOperation)99)).SetArgDisplayNames("an unknown operation"),
        new TestCaseData(new GuestInstruction(GuestOperation.ReturnFromInterrupt))
            .SetArgDisplayNames("a return outside an interrupt handler"),
    ];

    [SetUp]
    public void BootWithAGuest()
    {
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
    }

    private void AssertKernelStillWorks() => Assert.That(_guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>());

    [TestCaseSource(nameof(WrongInstructions))]
    public void AnInvalidInstructionThrowsAndEndsTheProgram(GuestInstruction instruction)
    {
        bool continued = false;

        Assert.That(
            () => _guest.Cpu.Run(Body),
            Throws.InvalidOperationException.With.Message.Contains("expected").Or.Message.Contains("is not handling one"));

        Assert.That(continued, Is.False);
        AssertKernelStillWorks();

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return instruction;
            continued = true;
        }
    }

    [Test]
    public void AnInterruptHandlerMayCallTheHypervisor()
    {
        ulong stored = 0;
        VcpuExit exit = _guest.Cpu.Run(new GuestProgram(Body).On(InterruptVector.DataStorage, Handler));
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(stored, Is.EqualTo(7ul));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Store(0x1000, 7);
            yield return Load(4 * HugePage);
            yield return Load(0x1000);
            stored = cpu.Value;
        }

        IEnumerable<GuestInstruction> Handler(GuestCpu cpu)
        {
            yield return cpu.Hypercall(HypercallNumber.Read, 0, 0);
            cpu.SkipInstruction();
        }
    }

    [Test]
    public void AProgramThatUsesItsMachineThrows()
    {
        Assert.That(() => _guest.Cpu.Run(Body), Throws.InvalidOperationException.With.Message.Contains("another thread"));
        AssertKernelStillWorks();

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            _ = _guest.Machine.MemorySlots.Count;
            yield return Pause();
        }
    }

    [TestCase(true, TestName = "{m}(machine)")]
    [TestCase(false, TestName = "{m}(system)")]
    public void AProgramThatDisposesItsMachineOrSystemThrows(bool isMachine)
    {
        Assert.That(() => _guest.Cpu.Run(Body), Throws.InvalidOperationException.With.Message.Contains("another thread"));
        AssertKernelStillWorks();

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            ((IDisposable)(isMachine ? _guest.Machine : Booted)).Dispose();
            yield return Pause();
        }
    }

    [Test]
    public void ARunningVcpuCannotBeRunOrLoaded()
    {
        int isInside = 0, mayLeave = 0;
        _guest.Cpu.Load(new GuestProgram(Body));
        RunningVcpu running = RunningVcpu.Start(_guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref isInside) != 0, "the vcpu is in the guest");
        Assert.Multiple(() =>
        {
            Assert.That(() => _guest.Cpu.Run(), Throws.InvalidOperationException.With.Message.Contains("another thread"));
            Assert.That(
                () => _guest.Cpu.Load(new GuestProgram(_ => [])), Throws.InvalidOperationException.With.Message.Contains("another thread"));
        });
        Volatile.Write(ref mayLeave, 1);
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Stopped>());
        AssertKernelStillWorks();

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            Volatile.Write(ref isInside, 1);
            while (Volatile.Read(ref mayLeave) == 0)
                yield return Pause();
        }
    }

    [Test]
    public void AProgramThatFailsToStartLeavesTheLoadedOneInPlace()
    {
        bool ran = false;
        _guest.Cpu.Load(new GuestProgram(Body));
        Assert.That(
            () => _guest.Cpu.Load(new GuestProgram(_ => throw new NotSupportedException())), Throws.TypeOf<NotSupportedException>());
        _guest.Cpu.Run();
        Assert.That(ran, Is.True);

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            ran = true;
            yield return Pause();
        }
    }

    [Test]
    public void AnInvalidArgumentIsNamedInItsException()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new GuestProgram(null!), Throws.ArgumentNullException);
            Assert.That(() => new GuestProgram(_ => []).On(InterruptVector.DataStorage, null!), Throws.ArgumentNullException);
            Assert.That(() => _guest.Cpu.Gpr[32], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("0 to 31"));
            Assert.That(
                () => _guest.Cpu.SetSpecialRegisters(new SpecialRegisters(0, null!)),
                Throws.ArgumentException.With.Message.Contains("Slb"));
            Assert.That(() => Booted.AddRealModeArea(1ul << 50), Throws.ArgumentException.With.Message.Contains("bytes"));
        });
        AssertKernelStillWorks();
    }
}
