// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>KVM_GET_SREGS and KVM_SET_SREGS: user space and guest see one SLB.</summary>
[TestFixture]
public sealed class SpecialRegisterTests : SystemFixture
{
    private const ulong Valid = 0x0800_0000;
    private const ulong DataRelocation = 0x10;

    // A segment of 1 TB with 16 MB pages: ESID 1, VSID 0x1234.
    private const ulong Esid = 1ul << 40;
    private const uint Power7 = 0x3f_0201;
    private const ulong Vsid = 1ul << 62 | 0x1234ul << 24 | 0x100;

    // Its first page is in the group (vsid ^ vsid << 25 ^ 0) & 0x1ffff.
    private const ulong Index = 0x1234ul << 3;
    private const ulong First = 1ul << 62 | 0x1234ul << 24 | Hpte.Large | Hpte.Valid;
    private const ulong GuestPage = 2 * HugePage;

    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
        _guest.Write(GuestPage + 0x18, 0xabcdul);
    }

    [Test]
    public void TheGuestTranslatesBySlbEntriesThatUserSpaceSets()
    {
        _guest.Cpu.SetSpecialRegisters(new SpecialRegisters(Power7, [new(Esid | Valid | 3, Vsid)]));
        ulong loaded = 0;
        VcpuExit exit = _guest.Cpu.Run(Body);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(loaded, Is.EqualTo(0xabcd));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall(HypercallNumber.Enter, Hpte.Exact, Index, First, GuestPage | Hpte.Coherent);
            yield return SetMsr(DataRelocation);
            yield return Load(Esid + 0x18);
            loaded = cpu.Value;
        }
    }

    [Test]
    public void UserSpaceReadsSlbEntriesThatTheGuestInserts()
    {
        _guest.Cpu.Run(
            _ =>
            [
                SlbInsert(Esid | Valid | 9, Vsid), SlbInsert((2 * Esid) | Valid | 20, Vsid), SlbInsert((3 * Esid) | Valid | 4, Vsid),
                SlbInvalidate(3 * Esid),
            ]);
        Assert.That(
            SlbOf(_guest.Cpu), Is.EqualTo(new SlbEntryView[] { new(Esid | Valid | 9, Vsid), new((2 * Esid) | Valid | 20, Vsid) }),
            "valid entries without gaps, each with its index in the SLB");
    }

    [Test]
    public void AnSlbSurvivesARoundTripThroughUserSpace()
    {
        _guest.Cpu.Run(_ => [SlbInsert(Esid | Valid | 9, Vsid), SlbInsert((2 * Esid) | Valid | 20, Vsid)]);
        SpecialRegisters registers = _guest.Cpu.GetSpecialRegisters();
        _guest.Cpu.SetSpecialRegisters(registers);
        SpecialRegisters again = _guest.Cpu.GetSpecialRegisters();
        Assert.That(
            (again.Pvr, again.Slb),
            Is.EqualTo((registers.Pvr, registers.Slb)).Using<IReadOnlyList<SlbEntryView>>((one, other) => one.SequenceEqual(other)));
    }

    [Test]
    public void InvalidSlbEntriesAreLeftOut()
    {
        _guest.Cpu.SetSpecialRegisters(
            new SpecialRegisters(
                Power7, [default, new(Esid | Valid | 1, Vsid), new(2 * Esid | 2, Vsid), new((3 * Esid) | Valid | 3, Vsid)]));
        Assert.That(SlbOf(_guest.Cpu).Select(entry => entry.Esid), Is.EqualTo(new[] { Esid | Valid | 1, (3 * Esid) | Valid | 3 }));
    }

    [Test]
    public void SlbEntriesBeyondThoseOfTheProcessorAreIgnored()
    {
        SlbEntryView[] many = [.. Enumerable.Range(0, 40).Select(i => new SlbEntryView(((ulong)i + 1) << 40 | Valid + (ulong)i, Vsid))];
        _guest.Cpu.SetSpecialRegisters(new SpecialRegisters(Power7, many));
        Assert.That(SlbOf(_guest.Cpu), Is.EqualTo(many[..32]), "a POWER7 has 32 SLB entries");
    }

    [Test]
    public void AnSlbThatIsTooLongIsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => _guest.Cpu.SetSpecialRegisters(new SpecialRegisters(0, new SlbEntryView[65])));
        Assert.That(refusal!.Message, Does.Contain("65").And.Contain("64"));
    }

    private static IEnumerable<SlbEntryView> SlbOf(VirtualCpu cpu)
    {
        SpecialRegisters registers = cpu.GetSpecialRegisters();
        return registers.Slb.TakeWhile(entry => entry != default);
    }
}
