// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.AddressSpaces;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>What the public face does not allow: each misuse is an exception that names the input, its value and what was expected.</summary>
[TestFixture]
public sealed class MisuseTests : SystemFixture
{

    [Test]
    public void OnlyOneSystemIsBootedAtATime()
    {
        Boot();
        Guest guest = GuestWithMemory();
        var refusal = Assert.Throws<InvalidOperationException>(() => KvmSystem.Boot(), "the first system is on");
        Assert.That(refusal!.Message, Does.Contain("booted already").And.Contain("dispose it first"), "the message says what to do");
        Assert.That(guest.Cpu.EnterHugePage(8, 0).Result, Is.EqualTo(HypercallResult.Success), "the first system is not disturbed");

        SwitchOff();
        Assert.That(() => Boot(), Throws.Nothing, "after it there may be another");
    }

    [TestCase(0)]
    [TestCase(13)]
    [TestCase(-16)]
    public void AnUnknownPageSizeIsRefused(int pageShift)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Boot(pageShift: pageShift), "hosts have pages of 4 or 64 KB");
        Assert.That(refusal!.Message, Does.StartWith($"PageShift is {pageShift}; expected 12 or 16."), "input, value, expectation");
        Assert.That(() => Boot(), Throws.Nothing, "nothing was booted half");
    }

    [Test]
    public void AnUnknownProcessorIsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Boot(cpu: (CpuModel)7), "there is no such processor");
        Assert.That(refusal!.Message, Does.Contain("Cpu is 7; expected"), "input, value, expectation");
    }

    [Test]
    public void ANullCommandLineIsRefused()
    {
        Assert.That(() => Boot(commandLine: null!), Throws.InstanceOf<ArgumentException>().With.Message.Contains("CommandLine"), "an empty one is meant");
    }

    [TestCase(0ul)]
    [TestCase(1ul)]
    [TestCase(HugePage + 0x10000)]
    public void AnAreaOfPartialPagesIsRefused(ulong bytes)
    {
        Boot();
        var refusal = Assert.Throws<ArgumentException>(() => Booted.AddRealModeArea(bytes), "areas are whole 16 MB");
        Assert.That(refusal!.Message, Does.StartWith($"bytes is 0x{bytes:x}; expected a multiple of 16 MB, not 0."), "input, value, expectation");
    }

    [Test]
    public void ADisposedSystemSaysSo()
    {
        Boot();
        KvmSystem system = Booted;
        SwitchOff();
        Assert.That(() => system.CreateVirtualMachine(), Throws.TypeOf<ObjectDisposedException>(), "it is switched off");
        Assert.That(() => system.AddRealModeArea(HugePage), Throws.TypeOf<ObjectDisposedException>(), "for this as well");
        Assert.That(system.Dispose, Throws.Nothing, "a second time does nothing");
        Assert.That(system.Log.Entries, Is.Not.Null, "the log can still be read");
        Assert.That(system.Instruments.Statistics.NativeBytes, Is.Zero, "and tells that nothing is left");
    }

    private static IEnumerable<TestCaseData> UsesOfAMachine()
    {
        yield return Use("Lpid", guest => _ = guest.Machine.Lpid);
        yield return Use("Lpcr", guest => _ = guest.Machine.Lpcr);
        yield return Use("Rmor", guest => _ = guest.Machine.Rmor);
        yield return Use("IsRealModeAreaSetUp", guest => _ = guest.Machine.IsRealModeAreaSetUp);
        yield return Use("MemorySlots", guest => _ = guest.Machine.MemorySlots);
        yield return Use("SetMemoryRegion", guest => guest.Machine.TrySetMemoryRegion(0, 0, 0, 0));
        yield return Use("AllocateRealModeArea", guest => guest.Machine.AllocateArea(out _));
        yield return Use("CreateVcpu", guest => guest.Machine.CreateVcpu(1));
        yield return Use("ReadSlotPages", guest => guest.Machine.ReadSlotPages(0));
        yield return Use("a vcpu's Id", guest => _ = guest.Cpu.Id);
        yield return Use("a vcpu's Gpr", guest => _ = guest.Cpu.Gpr[0]);
        yield return Use("a vcpu's Msr", guest => guest.Cpu.Msr = 0);
        yield return Use("a vcpu's IsCeded", guest => _ = guest.Cpu.IsCeded);
        yield return Use("a vcpu's Hypercall", guest => guest.Cpu.Hypercall(HypercallNumber.Cede));
        yield return Use("a vcpu's SetUpRealModeArea", guest => guest.Cpu.TrySetUpRealModeArea());
    }

    private static IEnumerable<TestCaseData> UsesOfATable()
    {
        yield return Use("Words", guest => _ = guest.Machine.HashedPageTable.Words[0]);
        yield return Use("ValidCount", guest => _ = guest.Machine.HashedPageTable.ValidCount);
        yield return Use("GroupFill", guest => _ = guest.Machine.HashedPageTable.GroupFill());
        yield return Use("Read", guest => guest.Machine.HashedPageTable.Read(0));
        yield return Use("HardwareSetReferenceChange", guest => guest.Machine.HashedPageTable.HardwareSetReferenceChange(0, 0));
        yield return Use("WriteTo", guest => guest.Machine.HashedPageTable.WriteTo(Stream.Null));
    }

    [TestCaseSource(nameof(UsesOfAMachine))]
    public void ADisposedMachineSaysSo(string _, object use)
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Machine.Dispose();
        Assert.That(() => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>(), "the machine is destroyed");
        Assert.That(guest.Machine.Dispose, Throws.Nothing, "a second time does nothing");
    }

    [TestCaseSource(nameof(UsesOfAMachine))]
    public void AMachineOfADisposedSystemSaysSo(string _, object use)
    {
        Boot();
        Guest guest = GuestWithMemory();
        SwitchOff();
        Assert.That(() => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>(), "the machine went with its system");
    }

    [TestCaseSource(nameof(UsesOfATable))]
    public void ATableOfADisposedMachineSaysSo(string _, object use)
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Machine.Dispose();
        Assert.That(() => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>(), "the table went with its machine");
    }

    [TestCaseSource(nameof(UsesOfAMachine))]
    [TestCaseSource(nameof(UsesOfATable))]
    public void AMachineOfASystemThatOopsedSaysSo(string _, object use)
    {
        Boot(Kernel.Errata.ErrataSet.Of(Kernel.Errata.Erratum.E01));
        Guest guest = GuestWithMemory();
        OopsOf(() => guest.Cpu.EnterHugePage(8, HugePage));
        SwitchOff();
        Assert.That(() => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>(), "after an oops as well");
    }

    [Test]
    public void TheMemoryOfADisposedSystemSaysSo()
    {
        Boot();
        AddressSpace process = Booted.Process;
        PhysicalMemory memory = Booted.PhysicalMemory;
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        ulong frame = guest.FrameOf(0);
        SwitchOff();
        Assert.That(() => process.MapHugePages(HugePage), Throws.TypeOf<ObjectDisposedException>(), "there is no process");
        Assert.That(() => process.Unmap(guest.UserAddress), Throws.TypeOf<ObjectDisposedException>(), "nor its mappings");
        Assert.That(() => process.Write(guest.UserAddress, [1]), Throws.TypeOf<ObjectDisposedException>(), "nor its memory");
        Assert.That(() => memory.ReferenceCount(frame), Throws.TypeOf<ObjectDisposedException>(), "nor the host's");
        Assert.That(() => memory.UnusualReferenceCounts().ToArray(), Throws.TypeOf<ObjectDisposedException>(), "in any way");
    }

    [Test]
    public void AnAreaOfADisposedSystemSaysSo()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        RealModeArea area = Booted.CreateVirtualMachine().AllocateRealModeArea();
        SwitchOff();
        Assert.That(() => area!.Map(), Throws.TypeOf<ObjectDisposedException>(), "there is nothing to map it into");
        Assert.That(area!.Dispose, Throws.Nothing, "closing it is allowed");
    }

    [Test]
    public void AClosedAreaCannotBeMapped()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        RealModeArea area = Booted.CreateVirtualMachine().AllocateRealModeArea();
        area!.Dispose();
        Assert.That(() => area.Map(), Throws.TypeOf<ObjectDisposedException>(), "its descriptor is closed");
        Assert.That(area.Dispose, Throws.Nothing, "closing it twice does nothing");
    }

    [TestCase(-1)]
    [TestCase(1 << 20)]
    public void AnIndexOutsideTheTableIsRefused(int index)
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(
            () => guest.Machine.HashedPageTable.Read(index),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("index").And.Property("ActualValue").EqualTo(index), "2^20 entries");
        Assert.That(() => guest.Machine.HashedPageTable.HardwareSetReferenceChange(index, 0), Throws.TypeOf<ArgumentOutOfRangeException>(), "here too");
    }

    [TestCase(-1)]
    [TestCase(36)]
    public void ASlotThatCannotBeHasNoPages(int slot)
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(
            () => guest.Machine.ReadSlotPages(slot),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("slot").And.Property("ActualValue").EqualTo(slot), "36 slots");
    }

    [Test]
    public void ACallWithoutResultThrowsItsError()
    {
        Boot();
        VirtualMachine machine = Booted.CreateVirtualMachine();
        machine.CreateVcpu(0);
        var failure = Assert.Throws<KvmException>(() => machine.CreateVcpu(0), "the number is taken");
        Assert.That(failure!.Message, Is.EqualTo("KVM_CREATE_VCPU failed: EEXIST."), "what failed, and how");
        Assert.That(failure.Result, Is.EqualTo(Errno.Exists), "for a program too");
    }

    [TestCase(0, "Success")]
    [TestCase(-1, "EPERM")]
    [TestCase(-12, "ENOMEM")]
    [TestCase(-17, "EEXIST")]
    [TestCase(-22, "EINVAL")]
    [TestCase(-99, "error 99")]
    public void EveryErrorHasAName(int errno, string name) => Assert.That(new KvmResult(errno).ToString(), Is.EqualTo(name), "as in errno.h");

    [Test]
    public void AMappingThatCannotBeIsRefused()
    {
        Boot();
        AddressSpace process = Booted.Process;
        ulong mapped = process.MapHugePages(2 * HugePage);
        AssertRefused(() => process.MapHugePages(0), "bytes is 0x0; expected a multiple of 0x1000000, not 0.");
        AssertRefused(() => process.MapHugePages(HugePage + 0x10000), "bytes is 0x1010000; expected a multiple of 0x1000000, not 0.");
        AssertRefused(() => process.MapHugePagesAt(mapped, HugePage), $"address is 0x{mapped:x}; expected a range without a mapping.");
        AssertRefused(() => process.MapHugePagesAt(mapped - HugePage, 2 * HugePage), "expected a range without a mapping.");
        AssertRefused(() => process.MapHugePagesAt(1, HugePage), "address is 0x1; expected a multiple of");
        AssertRefused(() => process.MapHugePagesAt(0x10000, HugePage), "address is 0x10000; expected a multiple of 0x1000000.");
        AssertRefused(() => process.Map(0x10000, new MappingOptions { Kind = MappingKind.CompoundPages, Order = 9 }), "expected an order of at most 16 MB.");
        AssertRefused(() => process.Map(HugePage, new MappingOptions { Kind = MappingKind.RealModeArea }), "map that through its descriptor");
        AssertRefused(() => process.Unmap(mapped + HugePage), "expected the first address of a mapping.");
        AssertRefused(() => process.Write(mapped + 2 * HugePage, [1]), "expected a mapped address.");
        AssertRefused(() => process.Read(mapped - 1, new byte[2]), "expected a mapped address.");
        Assert.That(() => process.Map(HugePage, null!), Throws.TypeOf<ArgumentNullException>(), "there must be options");
        Assert.That(process.MappingCount, Is.EqualTo(1), "none of it has mapped or unmapped anything");
        Assert.That(() => process.Unmap(mapped), Throws.Nothing, "nor kept a lock");
    }

    [Test]
    public void AFaultThatCannotBeIsRefused()
    {
        Boot();
        Assert.That(() => Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: -1), Throws.TypeOf<ArgumentOutOfRangeException>(), "not before now");
        Assert.That(() => Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, errno: 0), Throws.TypeOf<ArgumentOutOfRangeException>(), "0 is no error");
        Assert.That(() => Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, errno: 12), Throws.TypeOf<ArgumentOutOfRangeException>(), "errors are negative");
        Assert.That(() => Booted.CreateVirtualMachine(), Throws.Nothing, "none of it was planned");
    }

    private static TestCaseData Use(string name, Action<Guest> use) => new TestCaseData(name, use).SetArgDisplayNames(name);

    private static void AssertRefused(Action misuse, string message) =>
        Assert.That(misuse, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message), "the message names the input, its value and what was expected");
}
