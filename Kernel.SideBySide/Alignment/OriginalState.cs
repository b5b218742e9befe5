// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>How the C at hand relates to the C that was ported.</summary>
public enum OriginalState
{
    /// <summary>No tree was given.</summary>
    NotAtHand,

    /// <summary>The text of the inventory, on the same line.</summary>
    Same,

    /// <summary>The text of the inventory, on another line.</summary>
    Moved,

    /// <summary>Another text than that of the inventory.</summary>
    Differs,

    /// <summary>The tree does not have the file, or the file does not have the function.</summary>
    Missing,

    /// <summary>The tree has the function, but the inventory does not.</summary>
    NotInInventory,

    /// <summary>Assembly, which is not aligned.</summary>
    Assembly,
}
