// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>The path of a hypercall: real mode first, then the host in virtual mode, then user space.</summary>
[TestFixture]
public sealed unsafe class DispatcherTests : SystemFixture
{
    private const ulong ProblemState = 1ul << 14;
    private const ulong TableSize = 0x128;

    private static readonly ulong[] RealModeNumbers = [0x04, 0x08, 0x0c, 0x18, 0x20, 0x28, 0xe0, 0x124];
    private static readonly ulong[] VirtualModeNumbers = [0x08, 0xdc, 0xe0, 0xe4, 0xe8];

    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        Boot();
        _guest = GuestWithMemory();
    }

    [Test]
    public void TheRealModeTableEndsWithBulkRemove()
    {
        ReadOnlySpan<byte> table = book3s_hv_rmhandlers.hcall_real_table;
        Assert.That(table.Length * 4, Is.EqualTo(TableSize), "one entry for each number up to 0x124");
        List<ulong> handled = [];
        for (int i = 0; i < table.Length; i++)
        {
            if (table[i] != 0)
                handled.Add((ulong)i * 4);
        }
        Assert.That(handled, Is.EqualTo(RealModeNumbers), "the numbers that real mode handles");
    }

    [Test]
    public void VirtualModeComparesTheWholeHypercallNumber([Values(1ul, 2ul, 3ul)] ulong low)
    {
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.Enter + low, Hpte.Exact, 8, Hpte.Large, Hpte.Coherent), Is.EqualTo(Outcome.UserSpace),
            "neither real mode nor the host knows the number");
        Assert.That(_guest.PinnedPages, Is.Zero, "nothing was pinned");
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.Confer + low), Is.EqualTo(Outcome.UserSpace), "the host does not know this number either");
    }

    [Test]
    public void UnhandledHypercallsGoToUserSpaceWithRegistersUnchanged()
    {
        IEnumerable<ulong> numbers =
            Enumerable.Range(0, 0x200).Select(number => (ulong)number).Concat<ulong>([0xf000, 0xf004, 1ul << 32 | 4, ulong.MaxValue]);
        int asked = 0;
        foreach (ulong number in numbers)
        {
            bool inRealMode = number < TableSize && RealModeNumbers.Contains(number);
            if (inRealMode || VirtualModeNumbers.Contains(number))
                continue;
            asked++;
            for (int i = 0; i < 32; i++)
                _guest.Cpu.Gpr[i] = 0x1111_0000 + (ulong)i;

            ulong[] arguments = [.. _guest.Registers[4..13]];
            Assert.That(
                _guest.Cpu.Hypercall((HypercallNumber)number, arguments), Is.EqualTo(Outcome.UserSpace),
                $"the kernel does not handle 0x{number:x}");
            kvm_run* run = _guest.Cpu.Vcpu->run;
            Assert.That(run->exit_reason, Is.EqualTo(19), "KVM_EXIT_PAPR_HCALL");
            Assert.That(run->papr_hcall.nr, Is.EqualTo(number), "user space gets the number");
            for (int i = 0; i < 9; i++)
                Assert.That(run->papr_hcall.args[i], Is.EqualTo(0x1111_0004 + (ulong)i), $"user space gets r{4 + i}");
            for (int i = 0; i < 32; i++)
                Assert.That(_guest.Cpu.Gpr[i], Is.EqualTo(i == 3 ? number : 0x1111_0000 + (ulong)i), $"r{i} is as the guest left it");
        }
        Assert.That(asked, Is.GreaterThan(0x1d0), "nearly all numbers are unhandled");
    }

    [Test]
    public void AHypercallFromProblemStateIsTheGuestsOwnSystemCall()
    {
        _guest.Cpu.Msr = ProblemState;
        foreach (ulong number in RealModeNumbers.Concat(VirtualModeNumbers).Append(0x7ful << 4))
        {
            for (int i = 0; i < 32; i++)
                _guest.Cpu.Gpr[i] = 0x1234;
            Assert.That(
                _guest.Cpu.Hypercall((HypercallNumber)number, _guest.Registers.AsSpan(4, 9)), Is.EqualTo(Outcome.GuestSystemCall),
                $"0x{number:x} is not a hypercall");
            Assert.That(_guest.Cpu.Gpr[3], Is.EqualTo(number), "r3 is unchanged");
            Assert.That(_guest.Registers[4..], Is.All.EqualTo(0x1234), "all other registers are unchanged");
        }
        Assert.That(_guest.Cpu.IsCeded, Is.False, "H_CEDE was not executed");
    }

    [TestCase(HypercallNumber.Remove)]
    [TestCase(HypercallNumber.Read)]
    [TestCase(HypercallNumber.Protect)]
    [TestCase(HypercallNumber.PutTce)]
    [TestCase(HypercallNumber.SetDabr)]
    [TestCase(HypercallNumber.BulkRemove)]
    public void VirtualModeLeavesRealModeHypercallsToUserSpace(ulong number)
    {
        _guest.Cpu.Gpr[3] = number;
        Assert.That(book3s_hv.kvmppc_pseries_do_hcall(_guest.Cpu.Vcpu), Is.EqualTo(2), "RESUME_HOST: virtual mode leaves it to user space");
        Assert.That(_guest.Cpu.Gpr[3], Is.EqualTo(number), "virtual mode does not set a result");
    }

    [Test]
    public void AnIndexOutsideTheTableIsAParameterError([Values(Hpte.EntryCount, 1ul << 60, ulong.MaxValue)] ulong index)
    {
        _guest.PinEveryPage();
        HypercallOutcome expected = Outcome.InRealMode(HypercallResult.Parameter);
        Assert.That(_guest.Cpu.EnterHugePage(index, 0), Is.EqualTo(expected), "H_ENTER");
        Assert.That(_guest.Cpu.EnterAt(index, Hpte.Large, Hpte.Coherent, flags: 0), Is.EqualTo(expected), "H_ENTER anywhere in the group");
        Assert.That(_guest.Cpu.RemoveAt(index), Is.EqualTo(expected), "H_REMOVE");
        Assert.That(_guest.Cpu.ProtectAt(index, 0), Is.EqualTo(expected), "H_PROTECT");
        Assert.That(_guest.Cpu.ReadAt(index), Is.EqualTo(expected), "H_READ");
        Assert.That(_guest.Cpu.ReadAt(index, Hpte.ReadFour), Is.EqualTo(expected), "H_READ of four");
    }

    [Test]
    public void SetDabrKeepsTheValueForTheGuest()
    {
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.SetDabr, 0x1234_5678), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the call succeeds in real mode");
        Assert.That(_guest.Cpu.Vcpu->arch.dabr, Is.EqualTo(0x1234_5678), "the value is kept for the next guest entry");
    }

    [Test]
    public void ASuccessfulEnterReturnsTheIndexOfItsEntry()
    {
        _guest.PinEveryPage();
        for (ulong i = 0; i < 8; i++)
        {
            Assert.That(
                _guest.Cpu.EnterAt(0x123 * 8 + 5, Hpte.Large, Hpte.Coherent, flags: 0),
                Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), $"entry {i} of the group is free");
            Assert.That(_guest.Cpu.Gpr[4], Is.EqualTo(0x123 * 8 + i), "r4 holds the index of the first free entry");
        }
        Assert.That(
            _guest.Cpu.EnterAt(0x123 * 8, Hpte.Large, Hpte.Coherent, flags: 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.PtegFull)),
            "a group has no ninth entry");
        Assert.That(
            _guest.Cpu.EnterHugePage(0x123 * 8 + 5, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.PtegFull)),
            "an exact entry in a full group is not free");
        Assert.That(_guest.Machine.HashedPageTable.GroupFill()[8], Is.EqualTo(1), "one group is full");
    }
}
