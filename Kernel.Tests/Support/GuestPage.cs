// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Tests.Support;

/// <summary>
/// A 16 MB page mapped by a guest in a segment of 256 MB (Power ISA 2.06 Book III-S, 5.7.6 and 5.7.7). Each segment has a different VSID.
/// </summary>
/// <param name="Address">The effective address, a multiple of 16 MB.</param>
internal readonly record struct GuestPage(ulong Address)
{
    /// <summary>MSR: 64-bit mode with translation of data and instruction addresses.</summary>
    public const ulong TranslationOn = 1ul << 63 | 1ul << 5 | 1ul << 4;

    /// <summary>Page protection without keys: loads and stores.</summary>
    public const ulong ReadWrite = 2;

    /// <summary>Page protection without keys: loads only.</summary>
    public const ulong ReadOnly = 3;

    private const ulong Groups = 1 << 17;       // of eight entries, in a table of 16 MB
    private const ulong SlbValid = 0x0800_0000;
    private const ulong LargePages = 0x100;

    private ulong Segment => Address >> 28;

    private ulong Vsid => (0x100 + Segment) << 4;          // spaced so that no two pages hash to the same group

    private ulong PageInSegment => Address >> 24 & 0xf;

    /// <summary>The index of the first entry of the page's primary group.</summary>
    public ulong Index => ((Vsid ^ PageInSegment) & (Groups - 1)) << 3;

    /// <summary>The first doubleword of the page's entry.</summary>
    public ulong First => Vsid << 12 | PageInSegment << 8 | Hpte.Large | Hpte.Valid;

    /// <summary>H_ENTER of the page at the first entry of its group.</summary>
    public GuestInstruction Enter(GuestCpu cpu, ulong guestAddress, ulong protection = ReadWrite) =>
        cpu.Hypercall(HypercallNumber.Enter, Hpte.Exact, Index, First, guestAddress | Hpte.Coherent | protection);

    /// <summary>slbmte of the page's segment; each segment has a different SLB index.</summary>
    public GuestInstruction InsertSegment() =>
        GuestInstructions.SlbInsert(Segment << 28 | SlbValid | Segment & 0xf, Vsid << 12 | LargePages);
}
