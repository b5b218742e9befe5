// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// Things that are taken away from a running machine (docs/releases.md): nobody gets them before every vcpu has stopped using them.
/// </summary>
[TestFixture]
public sealed class ReleaseTests : SystemFixture
{
    private const ulong Window = 0x4000_0000;
    private const ulong Area = 0x10000;
    private const ulong AreaSize = 64 * MB;
    private const ulong RegisterVpa = 1, DeregisterVpa = 5;
    private const int Dummy = 7;
    private const ulong PlaceOfTheHost = (0x1ffff << 3) + 7;    // the last entry of the group that VSID 0x1ffffff hashes to

    private readonly GuestPage _page = new(Window);
    private int _stage;

    [SetUp]
    public void ResetStage() => _stage = 0;

    // E38 as written: the entry's removal leaves the translation on the core of the other vcpu.
    [Test]
    public void AGuestDoesNotReachADeletedSlotThroughATranslationWithoutEntry([Values] bool localIsBelieved)
    {
        Boot(localIsBelieved ? ErrataSet.Of(Erratum.E38) : ErrataSet.Corrected);
        Guest guest = GuestWithMemory(2 * HugePage, vcpus: 5);
        guest.Machine.SetMemoryRegion(Dummy, 4 * HugePage, HugePage, Booted.Process.MapHugePages(HugePage));
        bool isThere = true, isGone = false;
        int faults = 0;
        guest.Cpu.Load(new GuestProgram(Use).On(InterruptVector.DataStorage, Note));
        RunningVcpu running = RunningVcpu.Start(guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref _stage) == 1 || running.HasEnded, "vcpu 0 has the translation in its TLB");

        Assert.That(
            guest.Cpus[4].Remove(HypercallOptions.Local, _page.Index).Result, Is.EqualTo(HypercallResult.Success),
            "another vcpu removes the entry");
        guest.Machine.SetMemoryRegion(Dummy, 0, 0, 0);
        Volatile.Write(ref _stage, 2);
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(faults, Is.EqualTo(1), "the access after the deletion faults");

        IEnumerable<GuestInstruction> Use(GuestCpu cpu)
        {
            yield return _page.InsertSegment();
            yield return SetMsr(GuestPage.TranslationOn);
            yield return _page.Enter(cpu, 4 * HugePage);
            yield return Load(Window);
            Volatile.Write(ref _stage, 1);
            while (Volatile.Read(ref _stage) != 2)
                yield return Pause();
            isThere = false;
            yield return Load(Window);
            isGone = true;
        }

        IEnumerable<GuestInstruction> Note(GuestCpu cpu)
        {
            faults++;
            Assert.That((isThere, isGone), Is.EqualTo((false, false)), "no other access faults");
            cpu.SkipInstruction();
            yield break;
        }
    }

    [Test]
    public void ARealModeAreaIsNobodyElsesWhileAVcpuRunsInIt([Values] CpuModel cpu)
    {
        Guest guest = GuestOnRealModeArea(cpu);
        guest.Cpu.Load(new GuestProgram(StoreAgainAndAgain));
        RunningVcpu running = RunningVcpu.Start(guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref _stage) == 1 || running.HasEnded, "the guest stores to its area");

        Booted.Process.Unmap(guest.UserAddress);
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        using RealModeArea next = guest.Machine.AllocateRealModeArea();
        ulong user = next.Map();
        Booted.Process.Write(user + 0x3000, new byte[8]);
        Assert.That(running.Join(), Is.EqualTo(new VcpuExit.Failed(Errno.Invalid)), "the guest has no memory to run in");
        byte[] seen = new byte[8];
        Booted.Process.Read(user + 0x3000, seen);
        Assert.That(seen, Is.All.Zero, "the guest has not written to the area since it was given away");

        IEnumerable<GuestInstruction> StoreAgainAndAgain(GuestCpu cpu)
        {
            while (true)
            {
                yield return Store(0x3000, ulong.MaxValue);
                Volatile.Write(ref _stage, 1);
            }
        }
    }

    [Test]
    public void ARealModeAreaIsNobodyElsesWhileAVcpuHasItsOwnAreaThere()
    {
        Guest guest = GuestOnRealModeArea(CpuModel.Power7);
        Booted.Process.Write(guest.UserAddress + Area + 4, BitConverter.GetBytes((ushort)640));
        Assert.That(guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(guest.Cpu.RegisterArea(RegisterVpa, 0, Area).Result, Is.EqualTo(HypercallResult.Success));

        Booted.Process.Unmap(guest.UserAddress);
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(
            guest.Machine.TryAllocateRealModeArea(out _, out KvmResult taken), Is.False,
            "the next entry of the vcpu would write its yield count into the area");
        Assert.That(taken, Is.EqualTo(Errno.NoMemory));
        guest.Cpu.RegisterArea(DeregisterVpa, 0);
        Assert.That(guest.Machine.TryAllocateRealModeArea(out RealModeArea? area, out _), Is.True, "nobody uses the area any more");
        area!.Dispose();
    }

    [Test]
    public void ASlotThatComesBackIsMappedAlthoughTheGuestHasTakenAPlaceOfTheHost()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithMemory();
        Assert.That(guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(guest.Entry(PlaceOfTheHost).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the first page of the virtual real mode area");
        guest.Machine.SetMemoryRegion(1, 8 * HugePage, HugePage, Booted.Process.MapHugePages(HugePage));
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(
            guest.Cpu.EnterHugePage(PlaceOfTheHost, 8 * HugePage).Result, Is.EqualTo(HypercallResult.Success), "the place is free now");
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress);
        Assert.That(guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>(), "the host's entry has the place");
    }

    [Test]
    public void ATableOfIoTranslationsGoesBesideAVcpuThatFillsIt()
    {
        Boot();
        Guest guest = GuestWithMemory();
        bool hasEnded = false;
        guest.Cpu.Load(new GuestProgram(Fill));
        PairOfThreads.Run(
            () =>
            {
                for (int round = 0; round < 200; round++)
                    guest.Machine.CreateTceTable(bus: 1, windowSize: 0x10_0000).Dispose();
                Volatile.Write(ref hasEnded, true);
            },
            () =>
            {
                VcpuExit exit;
                while ((exit = guest.Cpu.Run()) is VcpuExit.Hypercall)
                    guest.Cpu.AnswerHypercall(HypercallResult.Parameter);       // between two tables: the bus is user space's
                Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>());
            });

        IEnumerable<GuestInstruction> Fill(GuestCpu cpu)
        {
            while (!Volatile.Read(ref hasEnded))
                yield return cpu.Hypercall(HypercallNumber.PutTce, 1, 0x1000, 1);
        }
    }

    private Guest GuestOnRealModeArea(CpuModel cpu)
    {
        Boot(cpu: cpu);
        Booted.AddRealModeArea(AreaSize);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        ulong userAddress = area.Map();
        area.Dispose();
        guest.Machine.SetMemoryRegion(0, 0, AreaSize, userAddress);
        return guest with { UserAddress = userAddress };
    }
}
