// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Support;

/// <summary>Bits of a table entry and flags of its hypercalls, written from Power ISA and LoPAR, not taken from the port.</summary>
internal static class Hpte
{
    // First doubleword
    public const ulong Valid = 0x01;
    public const ulong Secondary = 0x02;
    public const ulong Large = 0x04;
    public const ulong Lock = 0x40;
    public const ulong LowestAvpnBit = 0x80;
    public const ulong ReservedSegmentSize = 0x8000_0000_0000_0000;

    // Second doubleword
    public const ulong Coherent = 0x10;                         // WIMG 0010
    public const ulong StrongAccessOrder = 0x70;                // WIMG 1110
    public const ulong Wimg = 0x78;
    public const ulong Changed = 0x80;
    public const ulong Referenced = 0x100;
    public const ulong Is64K = 0x1000;
    public const ulong PageNumber = 0x0fff_ffff_ffff_f000;
    public const ulong KeyHigh = 0x3000_0000_0000_0000;
    public const ulong Bit62 = 0x4000_0000_0000_0000;
    public const ulong Pp0 = 0x8000_0000_0000_0000;

    // Flags of the hypercalls
    public const ulong Exact = 1ul << 39;
    public const ulong Translate = 1ul << 38;                   // H_READ: R_XLATE
    public const ulong ReadFour = 1ul << 37;
    public const ulong WithAvpn = 1ul << 31;
    public const ulong AndCondition = 1ul << 30;

    public const ulong EntryCount = 1ul << 20;

    /// <summary>A request of H_BULK_REMOVE: type 01 with a condition.</summary>
    public static ulong BulkRequest(ulong index, ulong condition = 0) => 0x40ul << 56 | condition << 56 | index;

    /// <summary>The end mark of H_BULK_REMOVE: type 11.</summary>
    public const ulong BulkEnd = 0xc0ul << 56;

    public const ulong BulkAndCondition = 1;
}
