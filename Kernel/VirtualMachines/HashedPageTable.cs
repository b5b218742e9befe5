// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel.Concurrency;
using Kernel.PageTables;
using Linux;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.linux.compiler_h;

namespace Kernel.VirtualMachines;

// Unsafe: the table is a block whose length sdr1 gives, and is freed with its machine. Kvm throws once the machine has been disposed, and
// no span or pointer into the table is kept across calls. EntryAt checks its index; a span checks its own.
/// <summary>A virtual machine's hashed page table, read in place. It is valid until the virtual machine is disposed.</summary>
public sealed unsafe class HashedPageTable
{
    private const int ChunkSize = 1024;

    private readonly VirtualMachine _machine;

    internal HashedPageTable(VirtualMachine machine) => _machine = machine;

    /// <summary>log2 of the bytes in the table: 24, that is 16 MB.</summary>
    public int Order => HptGeometry.OrderOf(_machine.Kvm->arch.sdr1);

    /// <summary>How the entries are laid out.</summary>
    public IHptFormat Format { get; } = Isa206Format.Instance;

    /// <summary>The number of groups, of eight entries each.</summary>
    public int GroupCount => (int)HptGeometry.GroupCount(Order);

    /// <summary>The number of entries.</summary>
    public int EntryCount => (int)HptGeometry.EntryCount(Order);

    /// <summary>
    /// The table itself: two 64-bit words for each entry, in the host's byte order. Other threads may change it meanwhile.
    /// </summary>
    internal ReadOnlySpan<ulong> Words => new((void*)_machine.Kvm->arch.hpt_virt, EntryCount * 2);

    /// <summary>The reverse map: one word for each entry, the guest's own second doubleword.</summary>
    internal ReadOnlySpan<ulong> ReverseMap => new(Unsafe.AsPointer(ref _machine.Kvm->arch.revmap[0].guest_rpte), EntryCount);

    /// <summary>The number of valid entries.</summary>
    public int ValidCount
    {
        get
        {
            int count = 0;
            ReadOnlySpan<ulong> words = Words;
            for (int i = 0; i < words.Length; i += 2)
                count += (int)(words[i] & HPTE_V_VALID);
            return count;
        }
    }

    /// <summary>The number of groups that have 0, 1, … 8 valid entries.</summary>
    public int[] GroupFill()
    {
        var groups = new int[HPTES_PER_GROUP + 1];
        ReadOnlySpan<ulong> words = Words;
        for (int group = 0; group < GroupCount; group++)
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
        ulong* entry = EntryAt(index);
        return AsSeen(index, READ_ONCE(&entry[0]), READ_ONCE(&entry[1]), _machine.Kvm->arch.revmap);
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
        HptFingerprint fingerprint = HptFingerprint.Begin();
        ulong* entries = EntryAt(0);
        vmalloc_ptr<revmap_entry> reverseMap = _machine.Kvm->arch.revmap;
        int count = EntryCount;
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
        ulong* entry = EntryAt(index);
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
    public void HardwareUseOldTranslation(int index, ulong bits) => Atomics.Or(ref EntryAt(index)[1], bits & (HPTE_R_R | HPTE_R_C));

    /// <summary>
    /// Writes the table as the hardware sees it, lock bits and host addresses included: for each entry V and R, big-endian.
    /// </summary>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TableDump.WriteWords(stream, Words);
    }

    // The table has a power of two entries, at least 2^14 of them, so a chunk that begins inside ends inside.
    private void ReadChunk(int first, IndexedHptEntry[] chunk)
    {
        ulong* entries = EntryAt(first);
        vmalloc_ptr<revmap_entry> reverseMap = _machine.Kvm->arch.revmap;
        for (int i = 0; i < chunk.Length; i++)
            chunk[i] = AsSeen(first + i, READ_ONCE(&entries[2 * i]), READ_ONCE(&entries[2 * i + 1]), reverseMap);
    }

    private static IndexedHptEntry AsSeen(int index, ulong first, ulong second, vmalloc_ptr<revmap_entry> reverseMap) =>
        new(index, new HptEntry(first & ~HPTE_V_HVLOCK, second), reverseMap[(ulong)index].guest_rpte);

    // The index is checked here, so the address lies inside the table.
    private ulong* EntryAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, EntryCount);
        return (ulong*)(_machine.Kvm->arch.hpt_virt + ((ulong)index << 4));
    }
}
