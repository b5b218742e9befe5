// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>How the C that is at hand stands to the one that the port was made from.</summary>
public enum OriginalState
{
    /// <summary>No C was given.</summary>
    NotAtHand,

    /// <summary>The text of the inventory, on its line.</summary>
    Same,

    /// <summary>The text of the inventory, on another line.</summary>
    Moved,

    /// <summary>Another text.</summary>
    Differs,

    /// <summary>The file, or the function in it, is not there.</summary>
    Missing,

    /// <summary>There, but the inventory has no text to compare it with.</summary>
    NotInInventory,

    /// <summary>Assembly, which is not aligned.</summary>
    Assembly,
}
