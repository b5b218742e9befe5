// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>Memory slots of running guests: the cases of the kernel's own tests of memory slots (tools/testing/selftests/kvm).</summary>
[TestFixture]
public sealed class LiveMemorySlotTests : SystemFixture
{
    private const ulong Window = 0x4000_0000;               // effective address at which the guest maps the slot
    private const ulong SlotAddress = 8 * HugePage;
    private const HypercallNumber AskUserSpace = (HypercallNumber)0x24;                // a hypercall that the kernel does not handle
    private const ulong NotFound = 0x4000_0000;             // DSISR

    private int _loads, _faults, _isDone;

    [SetUp]
    public void ResetCounters() => _loads = _faults = _isDone = 0;

    [Test]
    public void AGuestWithoutMemoryDoesNotRun()
    {
        Boot(clock: new ManualClock());
        VcpuExit exit = GuestWithoutMemory().Cpu.Run(_ => []);
        Assert.That(exit, Is.EqualTo(new VcpuExit.Failed(Errno.Invalid)));
    }

    [Test]
    public void AGuestCanReadThirtyTwoSlots()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithoutMemory();
        for (ulong slot = 0; slot < 32; slot++)
            AddSlot(guest, (int)slot, slot * HugePage, MemoryOf(0x1000 + slot));
        Assert.That(guest.Machine.TrySetMemoryRegion(32, 32 * HugePage, HugePage, MemoryOf(0)), Is.EqualTo(Errno.Invalid));

        var loaded = new List<ulong>();
        ExpectStop(guest.Cpu.Run(Body));
        Assert.That(loaded, Is.EqualTo(Enumerable.Range(0x1000, 32).Select(value => (ulong)value)));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return new GuestPage(Window).InsertSegment();
            yield return new GuestPage(Window + 16 * HugePage).InsertSegment();
            yield return SetMsr(GuestPage.TranslationOn);
            for (ulong slot = 0; slot < 32; slot++)
            {
                var page = new GuestPage(Window + slot * HugePage);
                yield return page.Enter(cpu, slot * HugePage);
                Assert.That(cpu.Result, Is.EqualTo(HypercallResult.Success), $"slot {slot}");
                yield return Load(page.Address);
                loaded.Add(cpu.Value);
            }
        }
    }

    [Test]
    public void ASlotInUseDoesNotMoveByLessThan16MB()
    {
        ulong reread = 0;
        Guest guest = GuestWithSlot(new ManualClock(), out ulong user);
        guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercallForUserSpace(guest);
        Assert.That(guest.Machine.TrySetMemoryRegion(1, SlotAddress - 4096, HugePage, user), Is.EqualTo(Errno.Invalid));
        ExpectStop(guest.Cpu.Run());
        Assert.That(reread, Is.EqualTo(0x1111), "the slot is still at its old address");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            foreach (GuestInstruction next in EnterTheSlot(cpu))
                yield return next;
            yield return cpu.Hypercall(AskUserSpace);
            yield return Load(Window);
            reread = cpu.Value;
        }
    }

    [Test]
    public void ASlotMovedBy16MBIsFoundOnlyAtItsNewAddress()
    {
        HypercallResult enteredOld = HypercallResult.Hardware, enteredNew = HypercallResult.Hardware;
        ulong reread = 0;
        var faults = new List<(ulong, ulong)>();
        Guest guest = GuestWithSlot(new ManualClock(), out ulong user);
        guest.Cpu.Load(new GuestProgram(Body).On(InterruptVector.DataStorage, cpu => SkipAndNote(cpu, faults)));
        ExpectHypercallForUserSpace(guest);
        guest.Machine.SetMemoryRegion(1, SlotAddress + HugePage, HugePage, user);
        ExpectStop(guest.Cpu.Run());

        Assert.That(
            faults, Is.EqualTo(new[] { (Window, NotFound) }), "the mapping of the old address is removed from the table and the TLB");
        Assert.That((enteredOld, enteredNew), Is.EqualTo((HypercallResult.Parameter, HypercallResult.Success)));
        Assert.That(reread, Is.EqualTo(0x1111), "the slot keeps its memory");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            foreach (GuestInstruction next in EnterTheSlot(cpu))
                yield return next;
            yield return cpu.Hypercall(AskUserSpace);
            yield return Load(Window);
            yield return new GuestPage(Window).Enter(cpu, SlotAddress);
            enteredOld = cpu.Result;
            yield return new GuestPage(Window).Enter(cpu, SlotAddress + HugePage);
            enteredNew = cpu.Result;
            yield return Load(Window);
            reread = cpu.Value;
        }
    }

    [Test]
    public void ASlotRecreatedBesideARunningVcpuHasItsNewMemory()
    {
        ulong reread = 0;
        Guest guest = GuestWithSlot(TimeProvider.System, out _);        // the deletion waits until a tick makes the guest leave
        ulong otherUser = MemoryOf(0x2222);
        guest.Cpu.Load(new GuestProgram(Body).On(InterruptVector.DataStorage, SkipAndCount));
        RunningVcpu running = RunningVcpu.Start(guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref _loads) > 0 || running.HasEnded, "the guest has loaded from the slot");

        guest.Machine.SetMemoryRegion(1, 0, 0, 0);
        GuestRuns.Await(() => Volatile.Read(ref _faults) > 0 || running.HasEnded, "the guest has faulted on the deleted slot");
        AddSlot(guest, 1, SlotAddress, otherUser);
        ExpectStop(running.Join());
        Assert.That(reread, Is.EqualTo(0x2222));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            foreach (GuestInstruction next in EnterTheSlot(cpu))
                yield return next;
            while (Volatile.Read(ref _faults) == 0)
            {
                yield return Load(Window);
                _loads++;
            }
            do
            {
                yield return Pause();
                yield return new GuestPage(Window).Enter(cpu, SlotAddress);
            }
            while (cpu.Result == HypercallResult.Parameter);
            yield return Load(Window);
            reread = cpu.Value;
        }
    }

    [TestCase(1, TestName = "{m}(on one core)")]
    [TestCase(4, TestName = "{m}(on two cores)")]
    public void AddingAndDeletingASlotDoesNotDisturbTwoRunningVcpus(int other)
    {
        int[] wrong = new int[5];
        Boot();                                             // real time: each deletion waits until a tick makes the guests leave
        Guest guest = GuestWithMemory(HugePage, vcpus: 5);
        ulong user = MemoryOf(0);
        VirtualCpu[] cpus = [guest.Cpu, guest.Cpus[other]];
        foreach (VirtualCpu cpu in cpus)
            cpu.Load(new GuestProgram(Body));
        RunningVcpu[] running = [.. cpus.Select(RunningVcpu.Start)];
        for (int round = 0; round < 10; round++)
        {
            int before = Volatile.Read(ref _loads);
            guest.Machine.SetMemoryRegion(7, 2 * HugePage, HugePage, user);
            GuestRuns.Await(
                () => Volatile.Read(ref _loads) != before || running.Any(vcpu => vcpu.HasEnded), "the guests run while the slot exists");
            guest.Machine.SetMemoryRegion(7, 0, 0, 0);
        }
        Volatile.Write(ref _isDone, 1);

        foreach (RunningVcpu vcpu in running)
            ExpectStop(vcpu.Join());
        Assert.That(wrong, Is.All.Zero, "each vcpu loads the value that it stored");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            ulong own = 0x2000 + 8 * (ulong)cpu.Id;
            for (ulong i = 0; Volatile.Read(ref _isDone) == 0; i++)
            {
                yield return Store(own, i);
                yield return Load(own);
                if (cpu.Value != i)
                    wrong[cpu.Id]++;
                Interlocked.Increment(ref _loads);
            }
        }
    }

    [TestCase(8, TestName = "{m}(in one piece)")]
    [TestCase(4, TestName = "{m}(in halves)")]
    [TestCase(1, TestName = "{m}(page by page)")]
    public void DeletingMemoryInChunksFaultsOnlyInDeletedChunks(int chunk)
    {
        const int pages = 8;
        Boot(clock: new ManualClock());
        Guest guest = GuestWithMemory(HugePage);
        for (int first = 0; first < pages; first += chunk)
        {
            ulong user = Booted.Process.MapHugePages((ulong)chunk * HugePage);
            for (int page = first; page < first + chunk; page++)
                WriteAt(user + (ulong)(page - first) * HugePage, 0x1000 + (ulong)page);
            AddSlot(guest, 1 + first, SlotAddress + (ulong)first * HugePage, user, (ulong)chunk * HugePage);
        }

        var loaded = new ulong[pages];
        var faults = new List<(ulong Address, ulong Reason)>();
        guest.Cpu.Load(new GuestProgram(Body).On(InterruptVector.DataStorage, cpu => SkipAndNote(cpu, faults)));
        ExpectHypercallForUserSpace(guest);
        Assert.That(
            loaded, Is.EqualTo(Enumerable.Range(0x1000, pages).Select(value => (ulong)value)),
            "every page is readable before the first deletion");
        for (int gone = chunk; gone <= pages; gone += chunk)
        {
            faults.Clear();
            guest.Machine.SetMemoryRegion(1 + gone - chunk, 0, 0, 0);
            ExpectHypercallForUserSpace(guest);
            Assert.That(faults, Is.EqualTo(Enumerable.Range(0, gone).Select(page => (Window + (ulong)page * HugePage, NotFound))));
        }
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }),
            "only the page at address 0 is still pinned");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return new GuestPage(Window).InsertSegment();
            yield return SetMsr(GuestPage.TranslationOn);
            for (int page = 0; page < pages; page++)
            {
                yield return new GuestPage(Window + (ulong)page * HugePage).Enter(cpu, SlotAddress + (ulong)page * HugePage);
                Assert.That(cpu.Result, Is.EqualTo(HypercallResult.Success), $"page {page}");
            }
            while (true)
            {
                for (int page = 0; page < pages; page++)
                {
                    yield return Load(Window + (ulong)page * HugePage);
                    loaded[page] = cpu.Value;
                }
                yield return cpu.Hypercall(AskUserSpace);
            }
        }
    }

    [Test]
    public void AGuestKeepsPinnedMemoryThatUserSpaceUnmaps()
    {
        ulong reread = 0;
        Guest guest = GuestWithSlot(new ManualClock(), out ulong user);
        guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercallForUserSpace(guest);
        Booted.Process.Unmap(user);
        ExpectStop(guest.Cpu.Run());
        Assert.That(reread, Is.EqualTo(0x1111), "the page is pinned");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            foreach (GuestInstruction next in EnterTheSlot(cpu))
                yield return next;
            yield return cpu.Hypercall(AskUserSpace);
            yield return Load(Window);
            reread = cpu.Value;
        }
    }

    [Test]
    public void RealModeReadsEveryPageAsUserSpaceWroteIt([Values(4, 8)] int pages, [Values(12, 16)] int pageShift)
    {
        const ulong step = MB;
        Boot(clock: new ManualClock(), pageShift: pageShift);
        Guest guest = GuestWithMemory((ulong)pages * HugePage);
        ulong[] addresses = [.. Enumerable.Range(0, pages * 16).Select(i => (ulong)i * step + 8 * (ulong)i)];
        var loaded = new List<ulong>();
        guest.Cpu.Load(new GuestProgram(Body));
        ExpectHypercallForUserSpace(guest);
        foreach (ulong address in addresses)
            guest.Write(address, ~address);
        ExpectStop(guest.Cpu.Run());
        Assert.That(loaded, Is.EqualTo(addresses.Select(address => ~address)));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall(AskUserSpace);
            foreach (ulong address in addresses)
            {
                yield return Load(address);
                loaded.Add(cpu.Value);
            }
        }
    }

    [Test]
    public void UserSpaceReadsEveryPageAsRealModeWroteIt()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithMemory(8 * HugePage);
        ExpectStop(guest.Cpu.Run(_ => Enumerable.Range(0, 8).Select(page => Store((ulong)page * HugePage + 0x100, 0x1000 + (ulong)page))));
        Assert.That(
            Enumerable.Range(0, 8).Select(page => guest.Read<ulong>((ulong)page * HugePage + 0x100)),
            Is.EqualTo(Enumerable.Range(0x1000, 8).Select(value => (ulong)value)));
    }

    /// <summary>A guest with memory at 0 and one page in slot 1, which holds 0x1111.</summary>
    private Guest GuestWithSlot(TimeProvider clock, out ulong user)
    {
        Boot(clock: clock);
        Guest guest = GuestWithMemory(HugePage);
        user = MemoryOf(0x1111);
        AddSlot(guest, 1, SlotAddress, user);
        return guest;
    }

    private static IEnumerable<GuestInstruction> EnterTheSlot(GuestCpu cpu)
    {
        yield return new GuestPage(Window).InsertSegment();
        yield return SetMsr(GuestPage.TranslationOn);
        yield return new GuestPage(Window).Enter(cpu, SlotAddress);
        Assert.That(cpu.Result, Is.EqualTo(HypercallResult.Success), "H_ENTER");
        yield return Load(Window);
        Assert.That(cpu.Value, Is.EqualTo(0x1111), "the slot holds the value that user space wrote");
    }

    private static IEnumerable<GuestInstruction> SkipAndNote(GuestCpu cpu, List<(ulong, ulong)> faults)
    {
        faults.Add((cpu.Dar, cpu.Dsisr));
        cpu.SkipInstruction();
        yield break;
    }

    private IEnumerable<GuestInstruction> SkipAndCount(GuestCpu cpu)
    {
        Interlocked.Increment(ref _faults);
        cpu.SkipInstruction();
        yield break;
    }

    private static void AddSlot(Guest guest, int slot, ulong guestAddress, ulong user, ulong size = HugePage) =>
        guest.Machine.SetMemoryRegion(slot, guestAddress, size, user);

    /// <summary>Maps a 16 MB page whose first doubleword is <paramref name="value"/>, and returns its user address.</summary>
    private ulong MemoryOf(ulong value)
    {
        ulong user = Booted.Process.MapHugePages(HugePage);
        WriteAt(user, value);
        return user;
    }

    private void WriteAt(ulong user, ulong value) => Booted.Process.Write(user, BitConverter.GetBytes(value));

    private static void ExpectHypercallForUserSpace(Guest guest)
    {
        VcpuExit exit = guest.Cpu.Run();
        Assert.That(exit, Is.EqualTo(new VcpuExit.Hypercall(AskUserSpace)), exit.ToString());
    }

    private static void ExpectStop(VcpuExit exit) => Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
}
