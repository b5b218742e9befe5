// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel.PageTables;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.linux.compiler_h;

namespace Kernel.VirtualMachines;

// Unsafe: the table is a block as long as sdr1 says and is freed with its machine; Kvm throws once that is gone, and a span or a pointer
// into the table is not kept across calls. EntryAt checks its index, the span checks its own.
/// <summary>A virtual machine's hashed page table, read in place. It goes with the virtual machine.</summary>
public sealed unsafe class HashedPageTable
{
    private readonly VirtualMachine _machine;

    internal HashedPageTable(VirtualMachine machine) => _machine = machine;

    /// <summary>log2 of its bytes: 24, that is 16 MB.</summary>
    public int Order => HptGeometry.OrderOf(_machine.Kvm->arch.sdr1);

    /// <summary>How the entries are laid out.</summary>
    public IHptFormat Format { get; } = Isa206Format.Instance;

    /// <summary>Groups of eight entries.</summary>
    public int GroupCount => (int)HptGeometry.GroupCount(Order);

    /// <summary>Entries.</summary>
    public int EntryCount => (int)HptGeometry.EntryCount(Order);

    /// <summary>The table itself: two 64-bit words for each entry, in the host's byte order. Other threads may be changing it.</summary>
    internal ReadOnlySpan<ulong> Words => new((void*)_machine.Kvm->arch.hpt_virt, EntryCount * 2);

    /// <summary>The reverse map: one word for each entry, the guest's own second doubleword.</summary>
    internal ReadOnlySpan<ulong> ReverseMap => new(Unsafe.AsPointer(ref _machine.Kvm->arch.revmap[0].guest_rpte), EntryCount);

    /// <summary>Entries that are valid now.</summary>
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

    /// <summary>How many groups have 0, 1, … 8 valid entries.</summary>
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

    /// <summary>Reads an entry. Its second doubleword has the host's real page number, the guest's own one has the guest's.</summary>
    /// <param name="index">0 to <see cref="EntryCount"/> - 1.</param>
    public IndexedHptEntry Read(int index)
    {
        ulong* entry = EntryAt(index);
        var own = new HptEntry(READ_ONCE(&entry[0]) & ~HPTE_V_HVLOCK, READ_ONCE(&entry[1]));
        return new IndexedHptEntry(index, own, _machine.Kvm->arch.revmap[(ulong)index].guest_rpte);
    }

    /// <summary>Reads all entries, by rising index, each when its turn comes.</summary>
    public IEnumerable<IndexedHptEntry> ReadAll()
    {
        int count = EntryCount;
        for (int index = 0; index < count; index++)
            yield return Read(index);
    }

    /// <summary>Reads the entries that are valid, by rising index, each when its turn comes.</summary>
    public IEnumerable<IndexedHptEntry> ReadValid() => ReadAll().Where(entry => entry.Entry.IsValid);

    /// <summary>What the hardware does when it uses a translation: sets reference and change bits, if the entry is valid.</summary>
    /// <param name="index">0 to <see cref="EntryCount"/> - 1.</param>
    /// <param name="bits">Of 0x100 (R) and 0x80 (C).</param>
    /// <returns>Whether the entry was valid.</returns>
    public bool HardwareSetReferenceChange(int index, ulong bits)
    {
        ulong* entry = EntryAt(index);
        if ((READ_ONCE(&entry[0]) & HPTE_V_VALID) == 0)
            return false;
        Interlocked.Or(ref entry[1], bits & (HPTE_R_R | HPTE_R_C));
        return true;
    }

    /// <summary>
    /// What the hardware does when a processor stores by a translation that it still holds, whatever has become of the entry: sets
    /// reference and change bits.
    /// </summary>
    /// <param name="index">0 to <see cref="EntryCount"/> - 1.</param>
    /// <param name="bits">Of 0x100 (R) and 0x80 (C).</param>
    public void HardwareUseOldTranslation(int index, ulong bits) => Interlocked.Or(ref EntryAt(index)[1], bits & (HPTE_R_R | HPTE_R_C));

    /// <summary>
    /// Writes the table as the hardware sees it, lock bits and host addresses included: for each entry V and R, big-endian.
    /// </summary>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TableDump.WriteWords(stream, Words);
    }

    // The index is checked here, so the address lies inside the table.
    private ulong* EntryAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, EntryCount);
        return (ulong*)(_machine.Kvm->arch.hpt_virt + ((ulong)index << 4));
    }
}
