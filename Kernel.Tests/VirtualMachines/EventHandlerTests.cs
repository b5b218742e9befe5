// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines;

/// <summary>An exception of an event handler comes out of the call that raised the event, once, and leaves the kernel working.</summary>
[TestFixture]
public sealed class EventHandlerTests : SystemFixture
{
    private static readonly string[] EventNames =
    [
        nameof(GuestEvent.Entered), nameof(GuestEvent.Left), nameof(GuestEvent.HypercallAnswered), nameof(GuestEvent.Interrupted),
    ];

    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
    }

    [Test]
    public void AHypercallWhosePinHandlerThrowsHasPinnedThePage()
    {
        Booted.PagePinned += (_, _) => throw new NotSupportedException();
        Assert.That(() => _guest.Cpu.EnterHugePage(8, 0), Throws.TypeOf<NotSupportedException>());
        Assert.That(_guest.PinnedPages, Is.EqualTo(1));
        Assert.That(_guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(1), "the entry was made");
        Assert.That(_guest.Cpu.RemoveAt(8).Result, Is.EqualTo(HypercallResult.Success), "the next call does not throw");
    }

    [Test]
    public void ASetUpWhosePinHandlerThrowsHasSetUpTheRealModeArea()
    {
        Booted.PagePinned += (_, _) => throw new NotSupportedException();
        Assert.That(_guest.Cpu.SetUpRealModeArea, Throws.TypeOf<NotSupportedException>());
        Assert.That(_guest.Machine.IsRealModeAreaSetUp, Is.True);
        Assert.That(_guest.PinnedPages, Is.EqualTo(4));
        Assert.That(_guest.Cpu.SetUpRealModeArea, Throws.Nothing, "the next call does not throw");
    }

    [Test]
    public void ARunWhosePinHandlerThrowsHasRunTheGuest()
    {
        bool ran = false;
        Booted.PagePinned += (_, _) => throw new NotSupportedException();
        Assert.That(() => _guest.Cpu.Run(Body), Throws.TypeOf<NotSupportedException>());
        Assert.That(ran, Is.True, "the handler has not stopped the guest");
        Assert.That(_guest.PinnedPages, Is.EqualTo(4));
        AssertAnotherProgramRuns();

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Pause();
            ran = true;
        }
    }

    [Test]
    public void OnlyTheFirstExceptionOfARunIsThrown()
    {
        int pins = 0;
        Booted.PagePinned += (_, _) => throw new NotSupportedException($"pin {++pins}");
        Assert.That(_guest.Cpu.SetUpRealModeArea, Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("pin 1"));
        Assert.That(pins, Is.EqualTo(4), "each page was pinned and reported");
        Assert.That(_guest.Cpu.SetUpRealModeArea, Throws.Nothing, "the exceptions of pins 2 to 4 are dropped");
    }

    [Test]
    public void AProgramAndAPinHandlerThatThrowInOneRunLeaveNothingToTheNextCall()
    {
        Booted.PagePinned += (_, _) => throw new NotSupportedException();
        Assert.That(() => _guest.Cpu.Run(Body), Throws.InstanceOf<Exception>());
        AssertAnotherProgramRuns();

        static IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Pause();
            throw new InvalidDataException();
        }
    }

    [Test]
    public void AGuestEventHandlerThatThrowsEndsTheProgram([ValueSource(nameof(EventNames))] string name)
    {
        bool continued = false, throws = true;
        Booted.GuestEventOccurred += (_, guestEvent) =>
        {
            if (throws && guestEvent.GetType().Name == name)
                throw new NotSupportedException();
        };
        Assert.That(
            () => _guest.Cpu.Run(new GuestProgram(Body).On(InterruptVector.DataStorage, Skip)), Throws.TypeOf<NotSupportedException>());
        Assert.That(continued, Is.False);
        throws = false;
        AssertAnotherProgramRuns();

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall(HypercallNumber.Read, 0, 0);
            yield return Load(8 * HugePage);
            yield return Pause();
            continued = true;
        }

        static IEnumerable<GuestInstruction> Skip(GuestCpu cpu)
        {
            cpu.SkipInstruction();
            yield break;
        }
    }

    [Test]
    public void AGuestEventHandlerThatAlwaysThrowsEndsTheProgramOnce()
    {
        EventHandler<GuestEvent> handler = (_, _) => throw new NotSupportedException();
        Booted.GuestEventOccurred += handler;
        Assert.That(() => _guest.Cpu.Run(_ => []), Throws.TypeOf<NotSupportedException>());
        Booted.GuestEventOccurred -= handler;
        AssertAnotherProgramRuns();
    }

    private void AssertAnotherProgramRuns()
    {
        bool ran = false;
        Assert.That(_guest.Cpu.Run(Body), Is.InstanceOf<VcpuExit.Stopped>(), "the vcpu can run another program");
        Assert.That(ran, Is.True);

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Pause();
            ran = true;
        }
    }
}
