// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings;

/// <summary>What one record of a recording says. The letters are those of the CSV form.</summary>
public enum RecordKind : byte
{
    /// <summary><c>E</c>: H_ENTER (0x08). Arguments: flags, slot, first doubleword, second doubleword. Output: the slot taken.</summary>
    Enter,

    /// <summary><c>R</c>: H_REMOVE (0x04). Arguments: flags, slot, AVPN. Outputs: the old first and second doubleword.</summary>
    Remove,

    /// <summary><c>P</c>: H_PROTECT (0x18). Arguments: flags, slot, AVPN.</summary>
    Protect,

    /// <summary><c>D</c>: H_READ (0x0c). Arguments: flags, slot. Outputs: one pair of doublewords, or four with H_READ_4.</summary>
    Read,

    /// <summary>
    /// <c>B</c>: H_BULK_REMOVE (0x124). Arguments: up to four pairs; with fewer than four, the ending word follows alone.
    /// Outputs: the first words of the requests that were answered.
    /// </summary>
    BulkRemove,

    /// <summary><c>V</c>: H_REGISTER_VPA (0xdc). Arguments: flags, vcpu, guest address.</summary>
    RegisterVpa,

    /// <summary><c>C</c>: H_CEDE (0xe0). No arguments.</summary>
    Cede,

    /// <summary><c>F</c>: H_CONFER (0xe4). Arguments: processor, dispatch count. The result is not recorded.</summary>
    Confer,

    /// <summary><c>W</c>: H_PROD (0xe8). Argument: processor.</summary>
    Prod,

    /// <summary><c>c</c>: not a call; the MMU set C. Arguments: slot, the entry's byte 15 after the store.</summary>
    StoreChanged,

    /// <summary><c>r</c>: not a call; the MMU set R. Arguments: slot, the entry's byte 14 after the store.</summary>
    StoreReferenced,

    /// <summary><c>Z</c>: the table was allocated, empty; always the first record. Argument: the order.</summary>
    Allocate,

    /// <summary><c>Y</c>: the table was resized. Argument: the new order. Output: the table's fingerprint.</summary>
    Resize,

    /// <summary><c>M</c>: a mark of the workload. Argument: its number. Output: the table's fingerprint.</summary>
    Mark,

    /// <summary><c>X</c>: power-off; always the last record. Argument: the order. Output: the table's fingerprint.</summary>
    End,
}
