// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>Why the port rightly answers differently from the recorded machine, which was newer and emulated.</summary>
public enum DifferenceReason
{
    /// <summary>H_ENTER of an address that is in no memory slot: H_PARAMETER. The recorded machine mapped a device there.</summary>
    NotMemory,

    /// <summary>H_ENTER with an encoding of the page size that the original does not know: H_PARAMETER.</summary>
    UnknownPageSize,

    /// <summary>H_REMOVE, H_PROTECT or a request of H_BULK_REMOVE for an entry whose H_ENTER was refused: H_NOT_FOUND.</summary>
    RefusedEntry,

    /// <summary>A store of R or C into an entry whose H_ENTER was refused: there is nothing to store into.</summary>
    StoreToRefusedEntry,

    /// <summary>H_ENTER took another slot of the group than was recorded, because a refused entry had left one free.</summary>
    OtherSlot,

    /// <summary>
    /// H_ENTER found room in a group that was full in the recording, because the port had refused an entry. The entry was taken out again.
    /// </summary>
    RoomInGroup,

    /// <summary>H_READ without H_R_XLATE: the field of the real page number is all ones.</summary>
    RealPageHidden,

    /// <summary>H_READ of an entry that is not valid: the second doubleword of the last entry there still shows.</summary>
    StaleSecondDoubleword,

    /// <summary>H_REMOVE with E13 as written: the old second doubleword holds the host's page number, not the guest's.</summary>
    HostPageShown,
}
