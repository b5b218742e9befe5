// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Native;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>A leak is reported by <see cref="KvmSystem.CheckForLeaks"/>, once, and by nothing else.</summary>
[TestFixture]
public sealed unsafe class LeakReportTests : SystemFixture
{
    [Test]
    public void ALeakIsReportedOnceAndNamesTheBlock()
    {
        Boot();
        Leak();
        var report = Assert.Throws<NativeLeakException>(Booted.CheckForLeaks, "a block was not freed");
        Assert.That(report!.Leaks.Select(block => block.Name), Is.EqualTo(new[] { "leaked by the test" }));
        Assert.That(report.Message, Does.Contain("leaked by the test"));
        Assert.That(Booted.CheckForLeaks, Throws.Nothing, "the leak has been reported");
    }

    [Test]
    public void DisposeDoesNotThrowAndLeavesTheReportToTheCheck()
    {
        Boot();
        Leak();
        Assert.That(Booted.Dispose, Throws.Nothing);
        Assert.That(Booted.CheckForLeaks, Throws.TypeOf<NativeLeakException>().With.Message.Contains("leaked by the test"));
    }

    [Test]
    public void DisposeAfterTheCheckDoesNotThrow()
    {
        Boot();
        Leak();
        Assert.That(Booted.CheckForLeaks, Throws.TypeOf<NativeLeakException>());
        Assert.That(Booted.Dispose, Throws.Nothing);
    }

    [Test]
    public void APageThatIsStillHeldIsALeak()
    {
        Boot();
        page* page = null;
        Booted.Host.Process.GetUserPage(Booted.Process.MapHugePages(HugePage), write: true, &page);
        Assert.That(Booted.CheckForLeaks, Throws.TypeOf<NativeLeakException>());
    }

    [Test]
    public void ASystemThatIsStillInUseIsSwitchedOffByTheCheck()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        Assert.That(Booted.CheckForLeaks, Throws.Nothing, "the machine's memory and its pinned page are released");
        Assert.That(() => guest.Cpu.Id, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void NothingIsReportedAfterAnOops()
    {
        Boot(ErrataSet.Of(Erratum.E01), pageShift: 12);
        Guest guest = GuestWithMemory();
        Leak();
        OopsOf(() => guest.Cpu.EnterHugePage(8, HugePage));
        Assert.That(Booted.CheckForLeaks, Throws.Nothing);
    }

    [Test]
    public void DamagedMemoryIsReportedOnceByTheCheckAndNamesTheBlock()
    {
#if DEBUG
        Boot();
        byte* block = (byte*)Booted.Heap.Allocate("freed by the test", 24);
        Booted.Heap.Free(block);
        block[16] = 1;
        Assert.That(Booted.Dispose, Throws.Nothing, "Dispose leaves it to the check");
        Assert.That(
            Booted.CheckForLeaks,
            Throws.TypeOf<NativeCorruptionException>()
                .With.Message.Contains("freed by the test (24 bytes").And.Message.Contains("offset 16"),
            "the block was written to after it was freed");
        Assert.That(Booted.CheckForLeaks, Throws.Nothing, "the damage has been reported");
#else
        Assert.Ignore("Only Debug builds check freed memory.");
#endif
    }

    private void Leak() => Booted.Heap.Allocate("leaked by the test", 8);
}
