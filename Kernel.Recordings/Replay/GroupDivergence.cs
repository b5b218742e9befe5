// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>Why the port has other slots of a group taken than the recording.</summary>
[Flags]
internal enum GroupDivergence : byte
{
    /// <summary>The same slots are taken in both tables.</summary>
    None = 0,

    /// <summary>The port rightly refused an entry.</summary>
    Refusal = 1,

    /// <summary>There was a mismatch in the group; later differences follow from it.</summary>
    Mismatch = 2,
}
