// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Files;
using Kernel.Host.Memory;
using Kernel.Native;
using NUnit.Framework;

namespace Kernel.Tests.Host;

/// <summary>Page frames and an address space without a kernel around them. What a test leaves behind is a leak.</summary>
public abstract unsafe class HostMemoryFixture
{
    protected const int PageShift = 16;
    protected const ulong PageSize = 1ul << PageShift;
    protected const ulong HugePage = 16 << 20;
    protected const int HugeOrder = 24 - PageShift;

    private protected NativeHeap Heap { get; private set; } = null!;

    private protected PhysicalMemory Memory { get; private set; } = null!;

    private protected FaultInjector Faults { get; private set; } = null!;

    private protected AddressSpace Space { get; private set; } = null!;

    [SetUp]
    public void CreateMemory()
    {
        Heap = new NativeHeap();
        Memory = new PhysicalMemory(Heap, new Lifetime(), PageShift);
        Faults = new FaultInjector();
        Space = new AddressSpace(Heap, new Lifetime(), Memory, Faults, new FileTable(Heap, Faults), PageShift);
    }

    [TearDown]
    public void UnmapEverythingAndCheckThatNothingLeaked()
    {
        Space.UnmapAll();
        Space.Free();
        IReadOnlyList<NativeAllocation> leaks = Heap.Leaks;
        List<string> damage = Heap.TakeDamage();
        Heap.Dispose();
        Assert.That(damage, Is.Empty, "unmanaged memory that was written where nobody may");
        Assert.That(leaks, Is.Empty, "unmanaged memory that nobody gave back");
    }

    /// <summary>The page at a user address, with a reference that the caller drops.</summary>
    private protected Linux.page* Pin(ulong address)
    {
        Linux.page* page = null;
        Assert.That(Space.GetUserPage(address, write: true, &page), Is.EqualTo(1), $"the page at 0x{address:x}");
        return page;
    }
}
