// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using Linux;
using static Linux.book3s_64_mmu_hv;
using static Linux.include.asm.page_h;

namespace Kernel.Tests.Support;

/// <summary>A virtual machine with its vcpus and the memory of slot 0.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Cpus">Its vcpus, in the order of their IDs.</param>
/// <param name="UserAddress">The user address of slot 0.</param>
internal sealed unsafe record Guest(VirtualMachine Machine, IReadOnlyList<VirtualCpu> Cpus, ulong UserAddress)
{
    public VirtualCpu Cpu => Cpus[0];

    /// <summary>r0 to r31 of the first vcpu.</summary>
    public ulong[] Registers => [.. Enumerable.Range(0, 32).Select(number => Cpu.Gpr[number])];

    /// <summary>The words of <c>slot_phys[0]</c>.</summary>
    public ulong[] SlotPages => Machine.ReadSlotPages(0);

    /// <summary>The number of pinned 16 MB pages in slot 0.</summary>
    public int PinnedPages => Machine.MemorySlots.Single(slot => slot.Id == 0).PinnedPages;

    /// <summary>The real address of the n-th 16 MB page of slot 0.</summary>
    public ulong RealAddressOf(int page) => SlotPages[page] & ~0xffful;

    /// <summary>The frame number of the n-th 16 MB page of slot 0.</summary>
    public ulong FrameOf(int page) => RealAddressOf(page) >> PAGE_SHIFT;

    /// <summary>The doublewords of a table entry, and the second doubleword that the guest passed.</summary>
    public (ulong V, ulong R, ulong GuestR) Entry(ulong index)
    {
        IndexedHptEntry read = Machine.HashedPageTable.Read((int)index);
        return (read.Entry.First, read.Entry.Second, read.GuestSecond!.Value);
    }

    /// <summary>The real address that an entry maps to, rounded down to 64 KB.</summary>
    public ulong TargetOf(ulong index) => Entry(index).R & Hpte.PageNumber & ~0xfffful;

    /// <summary>The two doublewords of an entry in the table itself, with the lock bit.</summary>
    public ulong* Words(ulong index) => (ulong*)(Machine.Kvm->arch.hpt_virt + (index << 4));

    /// <summary>Pins every page of slot 0 without making an entry, as the host does for an area that it shares with the guest.</summary>
    public void PinEveryPage()
    {
        for (int page = 0; page < SlotPages.Length; page++)
            kvmppc_unpin_guest_page(Machine.Kvm, kvmppc_pin_guest_page(Machine.Kvm, (ulong)page << 24, null));
    }

    /// <summary>Writes to the guest's memory in slot 0.</summary>
    public void Write<T>(ulong guestAddress, T value) where T : unmanaged =>
        SimulatedHost.Current.Process.Write(UserAddress + guestAddress, new ReadOnlySpan<byte>(&value, sizeof(T)));

    /// <summary>Reads the guest's memory in slot 0.</summary>
    public T Read<T>(ulong guestAddress) where T : unmanaged
    {
        T value;
        SimulatedHost.Current.Process.Read(UserAddress + guestAddress, new Span<byte>(&value, sizeof(T)));
        return value;
    }
}
