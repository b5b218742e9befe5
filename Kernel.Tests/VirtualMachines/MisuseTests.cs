// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.AddressSpaces;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// What the public face does not allow: each misuse is an exception that names the input, its value and what was expected.
/// </summary>
[TestFixture]
public sealed class MisuseTests : SystemFixture
{
    [Test]
    public void ASecondSystemCannotBeBootedBesideTheFirst()
    {
        Boot();
        Guest guest = GuestWithMemory();
        var refusal = Assert.Throws<InvalidOperationException>(() => KvmSystem.Boot(), "the first system is booted");
        Assert.That(refusal!.Message, Does.Contain("booted already").And.Contain("dispose it first"), "the message says what to do");
        Assert.That(guest.Cpu.EnterHugePage(8, 0).Result, Is.EqualTo(HypercallResult.Success), "the first system still works");

        SwitchOff();
        Assert.That(() => Boot(), Throws.Nothing, "another system can be booted after the first");
    }

    [TestCase(0)]
    [TestCase(13)]
    [TestCase(-16)]
    public void AnUnknownPageSizeIsRefused(int pageShift)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Boot(pageShift: pageShift), "a host has pages of 4 or 64 KB");
        Assert.That(
            refusal!.Message, Does.StartWith($"PageShift is {pageShift}; expected 12 or 16."),
            "the message names the input, its value and the expectation");
        Assert.That(() => Boot(), Throws.Nothing, "the refused boot left nothing behind");
    }

    [Test]
    public void AnUnknownProcessorIsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Boot(cpu: (CpuModel)7), "the processor is unknown");
        Assert.That(refusal!.Message, Does.Contain("Cpu is 7; expected"), "the message names the input, its value and the expectation");
    }

    [Test]
    public void ANullCommandLineIsRefused()
    {
        Assert.That(() => Boot(commandLine: null!), Throws.InstanceOf<ArgumentException>().With.Message.Contains("CommandLine"));
    }

    [TestCase(0ul)]
    [TestCase(1ul)]
    [TestCase(HugePage + 0x10000)]
    public void ARealModeAreaOfPartialPagesIsRefused(ulong bytes)
    {
        Boot();
        var refusal = Assert.Throws<ArgumentException>(() => Booted.AddRealModeArea(bytes), "an area is a multiple of 16 MB");
        Assert.That(
            refusal!.Message, Does.StartWith($"bytes is 0x{bytes:x}; expected a multiple of 16 MB, not 0."),
            "the message names the input, its value and the expectation");
    }

    [Test]
    public void UsingADisposedSystemThrows()
    {
        Boot();
        KvmSystem system = Booted;
        SwitchOff();
        Assert.That(() => system.CreateVirtualMachine(), Throws.TypeOf<ObjectDisposedException>(), "the system is disposed");
        Assert.That(() => system.AddRealModeArea(HugePage), Throws.TypeOf<ObjectDisposedException>(), "adding an area is refused, too");
        Assert.That(system.Dispose, Throws.Nothing, "a second Dispose does nothing");
        Assert.That(system.Log.Entries, Is.Not.Null, "the log can still be read");
        Assert.That(system.Instruments.Statistics.NativeBytes, Is.Zero, "no native memory is left");
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
    public void UsingADisposedMachineThrows(string _, object use)
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Machine.Dispose();
        Assert.That(() => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>(), "the machine is disposed");
        Assert.That(guest.Machine.Dispose, Throws.Nothing, "a second Dispose does nothing");
    }

    [TestCaseSource(nameof(UsesOfAMachine))]
    public void UsingAMachineOfADisposedSystemThrows(string _, object use)
    {
        Boot();
        Guest guest = GuestWithMemory();
        SwitchOff();
        Assert.That(
            () => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>(), "disposing a system disposes its machines");
    }

    [TestCaseSource(nameof(UsesOfATable))]
    public void UsingATableOfADisposedMachineThrows(string _, object use)
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Machine.Dispose();
        Assert.That(() => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>(), "disposing a machine disposes its table");
    }

    [TestCaseSource(nameof(UsesOfAMachine))]
    [TestCaseSource(nameof(UsesOfATable))]
    public void UsingAMachineOfADisposedSystemThrowsAfterAnOops(string _, object use)
    {
        Boot(Kernel.Errata.ErrataSet.Of(Kernel.Errata.Erratum.E01), pageShift: 12);
        Guest guest = GuestWithMemory();
        OopsOf(() => guest.Cpu.EnterHugePage(8, HugePage));
        SwitchOff();
        Assert.That(() => ((Action<Guest>)use)(guest), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void UsingTheMemoryOfADisposedSystemThrows()
    {
        Boot();
        AddressSpace process = Booted.Process;
        PhysicalMemory memory = Booted.PhysicalMemory;
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        ulong frame = guest.FrameOf(0);
        SwitchOff();
        Assert.That(() => process.MapHugePages(HugePage), Throws.TypeOf<ObjectDisposedException>(), "the process has ended");
        Assert.That(() => process.Unmap(guest.UserAddress), Throws.TypeOf<ObjectDisposedException>(), "the mappings are gone");
        Assert.That(
            () => process.Write(guest.UserAddress, [1]), Throws.TypeOf<ObjectDisposedException>(), "the memory of the process is gone");
        Assert.That(() => memory.ReferenceCount(frame), Throws.TypeOf<ObjectDisposedException>(), "the memory of the host is gone");
        Assert.That(
            () => memory.UnusualReferenceCounts().ToArray(), Throws.TypeOf<ObjectDisposedException>(), "reference counts cannot be listed");
    }

    [Test]
    public void MappingAnAreaOfADisposedSystemThrows()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        RealModeArea area = Booted.CreateVirtualMachine().AllocateRealModeArea();
        SwitchOff();
        Assert.That(() => area!.Map(), Throws.TypeOf<ObjectDisposedException>(), "there is no process to map the area into");
        Assert.That(area!.Dispose, Throws.Nothing, "an area of a disposed system can be closed");
    }

    [Test]
    public void MappingAClosedAreaThrows()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        RealModeArea area = Booted.CreateVirtualMachine().AllocateRealModeArea();
        area!.Dispose();
        Assert.That(() => area.Map(), Throws.TypeOf<ObjectDisposedException>(), "the descriptor is closed");
        Assert.That(area.Dispose, Throws.Nothing, "closing the area twice does nothing");
    }

    [Test]
    public void TheReferenceCountOfAFrameThatDoesNotExistIsRefused()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        ulong frame = guest.FrameOf(0);
        Assert.That(
            () => Booted.PhysicalMemory.ReferenceCount(frame - 1),
            Throws.TypeOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName").EqualTo("pfn").And.Property("ActualValue").EqualTo(frame - 1)
                .And.Message.Contains($"Expected the number of a page frame: 0x{frame:x} to 0x{frame + 0xff:x}"),
            "the message names the value and the frames that exist");
        Assert.That(guest.Cpu.EnterHugePage(9, HugePage).Result, Is.EqualTo(HypercallResult.Success), "the system is still up");
    }

    [TestCase(-1)]
    [TestCase(1 << 20)]
    public void ATableIndexOutsideTheTableIsRefused(int index)
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(
            () => guest.Machine.HashedPageTable.Read(index),
            Throws.TypeOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName").EqualTo("index").And.Property("ActualValue").EqualTo(index),
            "the table has 2^20 entries");
        Assert.That(
            () => guest.Machine.HashedPageTable.HardwareSetReferenceChange(index, 0), Throws.TypeOf<ArgumentOutOfRangeException>(),
            "the index is outside the table");
    }

    [TestCase(-1)]
    [TestCase(36)]
    public void ReadingThePagesOfAnInvalidSlotThrows(int slot)
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(
            () => guest.Machine.ReadSlotPages(slot),
            Throws.TypeOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName").EqualTo("slot").And.Property("ActualValue").EqualTo(slot),
            "there are 36 slots");
    }

    [Test]
    public void AFailedCallThrowsItsErrorAndItsName()
    {
        Boot();
        VirtualMachine machine = Booted.CreateVirtualMachine();
        machine.CreateVcpu(0);
        var failure = Assert.Throws<KvmException>(() => machine.CreateVcpu(0), "the ID is in use");
        Assert.That(failure!.Message, Is.EqualTo("KVM_CREATE_VCPU failed: EEXIST."), "the message names the call and the error");
        Assert.That(failure.Result, Is.EqualTo(Errno.Exists), "the exception carries the error");
    }

    [TestCase(0, "Success")]
    [TestCase(-1, "EPERM")]
    [TestCase(-12, "ENOMEM")]
    [TestCase(-17, "EEXIST")]
    [TestCase(-22, "EINVAL")]
    [TestCase(-99, "error 99")]
    public void AnErrorIsNamedAsInErrnoH(int errno, string name) => Assert.That(new KvmResult(errno).ToString(), Is.EqualTo(name));

    [Test]
    public void AnInvalidMappingIsRefused()
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
        AssertRefused(
            () => process.Map(0x10000, new MappingOptions { Kind = MappingKind.CompoundPages, Order = 9 }),
            "expected an order of at most 16 MB.");
        AssertRefused(
            () => process.Map(HugePage, new MappingOptions { Kind = MappingKind.RealModeArea }), "map that through its descriptor");
        AssertRefused(() => process.Unmap(mapped + HugePage), "expected the first address of a mapping.");
        AssertRefused(() => process.Write(mapped + 2 * HugePage, [1]), "expected a mapped address.");
        AssertRefused(() => process.Read(mapped - 1, new byte[2]), "expected a mapped address.");
        Assert.That(() => process.Map(HugePage, null!), Throws.TypeOf<ArgumentNullException>(), "the options are required");
        Assert.That(process.MappingCount, Is.EqualTo(1), "no refused call has mapped or unmapped anything");
        Assert.That(() => process.Unmap(mapped), Throws.Nothing, "no refused call holds a lock");
    }

    [Test]
    public void AnInvalidFaultIsRefused()
    {
        Boot();
        Assert.That(
            () => Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: -1), Throws.TypeOf<ArgumentOutOfRangeException>(),
            "the count is negative");
        Assert.That(
            () => Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, errno: 0), Throws.TypeOf<ArgumentOutOfRangeException>(),
            "0 is not an error");
        Assert.That(
            () => Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, errno: 12), Throws.TypeOf<ArgumentOutOfRangeException>(),
            "errors are negative");
        Assert.That(() => Booted.CreateVirtualMachine(), Throws.Nothing, "no refused fault takes effect");
    }

    private static TestCaseData Use(string name, Action<Guest> use) => new TestCaseData(name, use).SetArgDisplayNames(name);

    private static void AssertRefused(Action misuse, string message) =>
        Assert.That(
            misuse, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message),
            "the message names the input, its value and the expectation");
}
