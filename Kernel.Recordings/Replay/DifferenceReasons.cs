// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>A description of each <see cref="DifferenceReason"/>.</summary>
public static class DifferenceReasons
{
    /// <summary>How many reasons there are; their values are 0 to this number less one.</summary>
    internal const int Count = 9;

    /// <summary>The reason in half a line.</summary>
    public static string Describe(this DifferenceReason reason) => reason switch
    {
        DifferenceReason.NotMemory => "H_ENTER of an address that is not RAM: no memory slot, H_PARAMETER",
        DifferenceReason.UnknownPageSize => "H_ENTER with a page size that the original does not know: H_PARAMETER",
        DifferenceReason.RefusedEntry => "call on an entry whose H_ENTER was refused: H_NOT_FOUND",
        DifferenceReason.StoreToRefusedEntry => "store of R or C into an entry whose H_ENTER was refused",
        DifferenceReason.OtherSlot => "H_ENTER took another slot: a refused entry had left one free",
        DifferenceReason.RoomInGroup => "H_ENTER found room in a full group: a refused entry had left some",
        DifferenceReason.RealPageHidden => "H_READ without H_R_XLATE: real page number all ones",
        DifferenceReason.StaleSecondDoubleword => "H_READ of an invalid entry: second doubleword of the last one there",
        DifferenceReason.HostPageShown => "H_REMOVE with E13 as written: host page number in the old second doubleword",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no reason"),
    };
}
