// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel.Concurrency;
using Kernel.PageTables;
using Linux;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.linux.compiler_h;

namespace Kernel.VirtualMachines;

// Unsafe: the table is a block whose length sdr1 gives, and is freed with its machine, which each public member keeps while it looks
// (VirtualMachine.Look). No span or pointer into the table is kept across calls. EntryAt checks its index; a span checks its own.
/// <summary>A virtual machine's hashed page table, read in place. It is valid until the virtual machine is disposed.</summary>
public sealed unsafe class HashedPageTable
{
    private const int ChunkSize = 1024;

    private readonly VirtualMachine _machine;

    internal HashedPageTable(VirtualMachine machine) => _machine = machine;

    /// <summary>log2 of the bytes in the table: 24, that is 16 MB.</summary>
    public int Order
    {
        get
        {
            using MachineCall call = _machine.Look();
            return OrderOf(call.Kvm);
        }
    }

    /// <summary>How the entries are laid out.</summary>
    public IHptFormat Format { get; } = Isa206Format.Instance;

    /// <summary>The number of groups, of eight entries each.</summary>
    public int GroupCount => (int)HptGeometry.GroupCount(Order);

    /// <summary>The number of entries.</summary>
    public int EntryCount => (int)HptGeometry.EntryCount(Order);

    /// <summary>
    /// The table itself: two 64-bit words for each entry, in the host's byte order. Other threads may change it meanwhile. The caller keeps
    /// the machine.
    /// </summary>
    internal ReadOnlySpan<ulong> Words => WordsOf(_machine.Kvm);

    /// <summary>The reverse map: one word for each entry, the guest's own second doubleword. The caller keeps the machine.</summary>
    internal ReadOnlySpan<ulong> ReverseMap => new(Unsafe.AsPointer(ref _machine.Kvm->arch.revmap[0].guest_rpte), EntryCount);

    /// <summary>The number of valid entries.</summary>
    public int ValidCount
    {
        get
        {
            using MachineCall call = _machine.Look();
            int count = 0;
            ReadOnlySpan<ulong> words = WordsOf(call.Kvm);
            for (int i = 0; i < words.Length; i += 2)
                count += (int)(words[i] & HPTE_V_VALID);
            return count;
        }
    }

    /// <summary>The number of groups that have 0, 1, … 8 valid entries.</summary>
    public int[] GroupFill()
    {
        using MachineCall call = _machine.Look();
        var groups = new int[HPTES_PER_GROUP + 1];
        ReadOnlySpan<ulong> words = WordsOf(call.Kvm);
        for (int group = 0; group < words.Length / (2 * HPTES_PER_GROUP); group++)
        {
            int fill = 0;
            for (int i = 0; i < HPTES_PER_GROUP; i++)
                fill += (int)(words[(group * HPTES_PER_GROUP + i) * 2] & HPTE_V_VALID);
            groups[fill]++;
        }
        return groups;
    }

    /// <summary>Reads an entry, without the hypervisor's lock bit: the second doubleword of the table, and that of the guest.</summary>
    /// <param name="index">0 to <see cref="EntryCount"/> - 1.</param>
    public IndexedHptEntry Read(int index)
    {
        using MachineCall call = _machine.Look();
        ulong* entry = EntryAt(call.Kvm, index);
        return AsSeen(index, READ_ONCE(&entry[0]), READ_ONCE(&entry[1]), call.Kvm->arch.revmap);
    }

    /// <summary>Reads all entries in order of their index, some hundreds at a time while they are enumerated.</summary>
    public IEnumerable<IndexedHptEntry> ReadAll()
    {
        var chunk = new IndexedHptEntry[ChunkSize];
        int count = EntryCount;
        for (int first = 0; first < count; first += ChunkSize)
        {
            ReadChunk(first, chunk);
            foreach (IndexedHptEntry entry in chunk)
                yield return entry;
        }
    }

    /// <summary>Reads the valid entries in order of their index, some hundreds at a time while they are enumerated.</summary>
    public IEnumerable<IndexedHptEntry> ReadValid() => ReadAll().Where(entry => entry.Entry.IsValid);

    /// <summary>The fingerprint of the table as the guest knows it: the guest's second doublewords, zeros for invalid entries.</summary>
    public ulong ComputeGuestFingerprint()
    {
        using MachineCall call = _machine.Look();
        HptFingerprint fingerprint = HptFingerprint.Begin();
        ulong* entries = EntryAt(call.Kvm, 0);
        vmalloc_ptr<revmap_entry> reverseMap = call.Kvm->arch.revmap;
        int count = (int)HptGeometry.EntryCount(OrderOf(call.Kvm));
        for (int index = 0; index < count; index++)
        {
            ulong first = READ_ONCE(&entries[2 * index]);
            bool isValid = (first & HPTE_V_VALID) != 0;
            HptEntry guest = isValid ? AsSeen(index, first, READ_ONCE(&entries[2 * index + 1]), reverseMap).GuestEntry : default;
            fingerprint.Add(guest.First);
            fingerprint.Add(guest.Second);
        }
        return fingerprint.Value;
    }

    /// <summary>Does what the MMU does when it uses an entry: sets reference and change bits, if the entry is valid.</summary>
    /// <param name="index">0 to <see cref="EntryCount"/> - 1.</param>
    /// <param name="bits">0x100 (R), 0x80 (C), or both.</param>
    /// <returns>Whether the entry was valid.</returns>
    public bool HardwareSetReferenceChange(int index, ulong bits)
    {
        using MachineCall call = _machine.Look();
        ulong* entry = EntryAt(call.Kvm, index);
        if ((READ_ONCE(&entry[0]) & HPTE_V_VALID) == 0)
            return false;
        Atomics.Or(ref entry[1], bits & (HPTE_R_R | HPTE_R_C));
        return true;
    }

    /// <summary>
    /// Does what the MMU does when a processor uses a translation that its TLB still holds: sets reference and change bits, whatever
    /// the entry is now.
    /// </summary>
    /// <param name="index">0 to <see cref="EntryCount"/> - 1.</param>
    /// <param name="bits">0x100 (R), 0x80 (C), or both.</param>
    public void HardwareUseOldTranslation(int index, ulong bits)
    {
        using MachineCall call = _machine.Look();
        Atomics.Or(ref EntryAt(call.Kvm, index)[1], bits & (HPTE_R_R | HPTE_R_C));
    }

    /// <summary>
    /// Writes the table as the hardware sees it, lock bits and host addresses included: for each entry V and R, big-endian.
    /// </summary>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MachineCall call = _machine.Look();
        using UserCode.Scope _ = UserCode.Enter();
        TableDump.WriteWords(stream, WordsOf(call.Kvm));
    }

    // The table has a power of two entries, at least 2^14 of them, so a chunk that begins inside ends inside.
    private void ReadChunk(int first, IndexedHptEntry[] chunk)
    {
        using MachineCall call = _machine.Look();
        ulong* entries = EntryAt(call.Kvm, first);
        vmalloc_ptr<revmap_entry> reverseMap = call.Kvm->arch.revmap;
        for (int i = 0; i < chunk.Length; i++)
            chunk[i] = AsSeen(first + i, READ_ONCE(&entries[2 * i]), READ_ONCE(&entries[2 * i + 1]), reverseMap);
    }

    private static IndexedHptEntry AsSeen(int index, ulong first, ulong second, vmalloc_ptr<revmap_entry> reverseMap) =>
        new(index, new HptEntry(first & ~HPTE_V_HVLOCK, second), reverseMap[(ulong)index].guest_rpte);

    private static int OrderOf(kvm* kvm) => HptGeometry.OrderOf(kvm->arch.sdr1);

    private static ReadOnlySpan<ulong> WordsOf(kvm* kvm) =>
        new((void*)kvm->arch.hpt_virt, (int)HptGeometry.EntryCount(OrderOf(kvm)) * 2);

    // The index is checked here, so the address lies inside the table.
    private static ulong* EntryAt(kvm* kvm, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, (int)HptGeometry.EntryCount(OrderOf(kvm)));
        return (ulong*)(kvm->arch.hpt_virt + ((ulong)index << 4));
    }
}
