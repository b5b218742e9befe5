// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Interrupts;
using Kernel.PageTables;

namespace Kernel.Machine.Translation;

// Unsafe: the caller holds the TLB that it passes. The entry of the page table is used before anything else happens, see HashTableWalker.
/// <summary>
/// Translates an effective address of a guest to a real one (Power ISA 2.06 Book III-S, 5.7): in real mode through the real mode area,
/// offset (RMO) or virtual (VRMA); otherwise through SLB and hashed page table.
/// </summary>
internal static unsafe class AddressTranslator
{
    private const ulong MsrInstructionRelocation = 1ul << 5;
    private const ulong MsrDataRelocation = 1ul << 4;
    private const ulong LpcrVirtualizedRealMode = 1ul << 63;        // VPM0
    private const ulong LpcrVirtualizedVirtualMode = 1ul << 62;     // VPM1
    private const int LpcrVrmaLShift = 51;
    private const int LpcrVrmaLpShift = 47;
    private const ulong VrmaVsid = 0x1ff_ffff;
    private const ulong VrmaTag = 1ul << 62 | VrmaVsid << 24;
    private const int SlbLShift = 8;
    private const int SlbLpShift = 4;
    private const int VrmaAddressBits = 40;
    private const ulong RealAddress = 0x0fff_ffff_ffff_ffff;

    /// <summary>Translates an address.</summary>
    /// <param name="registers">The registers of the hardware thread.</param>
    /// <param name="address">The effective address.</param>
    /// <param name="kind">Load, store or fetch.</param>
    /// <param name="tlb">The TLB to look in and to fill; null to walk the page table each time.</param>
    /// <param name="realAddress">Gets the real address.</param>
    /// <returns>The interrupt that refuses the access; <c>default</c> if it is allowed.</returns>
    [RealMode]
    internal static StorageInterrupt Translate(
        in TranslationRegisters registers, ulong address, AccessKind kind, Tlb* tlb, out ulong realAddress)
    {
        realAddress = 0;
        bool isRelocated = (registers.Msr & (kind == AccessKind.Fetch ? MsrInstructionRelocation : MsrDataRelocation)) != 0;
        bool isVirtualized = registers.IsArch206
            && (registers.Lpcr & (isRelocated ? LpcrVirtualizedVirtualMode : LpcrVirtualizedRealMode)) != 0;
        Segment segment;
        if (isRelocated)
        {
            if (!registers.Slb.TryFind(address, out segment))
                return new(kind == AccessKind.Fetch ? InterruptVectors.InstructionSegment : InterruptVectors.DataSegment, 0);
        }
        else if (!isVirtualized)
        {
            return Offset(registers, address, kind, out realAddress);
        }
        else
        {
            // 5.7.3.4: an address outside of the 1 TB has no page
            if ((address & RealAddress) >> VrmaAddressBits != 0)
                return Interrupt(StorageInterrupt.NoTranslation, kind, toHypervisor: true);
            segment = VirtualRealModeArea(registers.Lpcr);
        }

        ulong reason = TranslatePage(registers, segment, address, kind, tlb, out realAddress);
        return reason == 0 ? default : Interrupt(reason, kind, toHypervisor: isVirtualized);
    }

    [RealMode]
    private static ulong TranslatePage(
        in TranslationRegisters registers, in Segment segment, ulong address, AccessKind kind, Tlb* tlb, out ulong realAddress)
    {
        realAddress = 0;
        ulong r;
        TlbEntry* known = tlb == null || segment.PageShift == 0 ? null : Tlb.Find(tlb, registers.Lpid, segment, address);
        if (known != null && (kind != AccessKind.Store || (known->R & HptEntry.ChangedBit) != 0))
        {
            r = known->R;
            ulong refused = Protection.Check(registers, segment, r, kind);
            if (refused != 0)
                return refused;
        }
        else
        {
            // Not known, or the first store to the page: then the table's entry gets its C.
            ulong* entry = HashTableWalker.Find(registers, segment, address, out _, out r);
            if (entry == null)
                return StorageInterrupt.NoTranslation;
            ulong refused = Protection.Check(registers, segment, r, kind);
            if (refused != 0)
                return refused;
            HashTableWalker.NoteAccess(entry, kind);
            r |= kind == AccessKind.Store ? HptEntry.ReferencedBit | HptEntry.ChangedBit : HptEntry.ReferencedBit;
            if (tlb != null)
                Tlb.Fill(tlb, registers.Lpid, segment, address, r);
        }
        ulong inPage = (1ul << segment.PageShift) - 1;
        realAddress = r & HptEntry.RealPageMask & ~inPage | address & inPage;
        return 0;
    }

    // 5.7.3.2: the real address is the effective one or RMOR, below a limit; the upper four bits do not count.
    [RealMode]
    private static StorageInterrupt Offset(in TranslationRegisters registers, ulong address, AccessKind kind, out ulong realAddress)
    {
        address &= RealAddress;
        realAddress = address | RealModeArea.Offset(registers);
        return address < RealModeArea.Limit(registers) ? default : Interrupt(StorageInterrupt.Protection, kind, toHypervisor: false);
    }

    // 5.7.3.4: a segment of 1 TB whose page size stands in the LPCR; any key may do anything.
    [RealMode]
    private static Segment VirtualRealModeArea(ulong lpcr) => new()
    {
        Tag = VrmaTag,
        Vsid = VrmaVsid,
        IsOneTerabyte = true,
        PageShift = SlbEntry.PageShift((lpcr >> LpcrVrmaLShift & 1) << SlbLShift | (lpcr >> LpcrVrmaLpShift & 3) << SlbLpShift),
    };

    [RealMode]
    private static StorageInterrupt Interrupt(ulong reason, AccessKind kind, bool toHypervisor)
    {
        if (kind == AccessKind.Fetch)
            return new(toHypervisor ? InterruptVectors.HypervisorInstructionStorage : InterruptVectors.InstructionStorage, reason);
        if (kind == AccessKind.Store)
            reason |= StorageInterrupt.Store;
        return new StorageInterrupt(toHypervisor ? InterruptVectors.HypervisorDataStorage : InterruptVectors.DataStorage, reason);
    }
}
