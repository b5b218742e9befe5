// SPDX-License-Identifier: GPL-2.0-only

namespace Kernel.Recordings.Replay;

/// <summary>Why a group has other slots taken in the port than in the recording.</summary>
[Flags]
internal enum GroupDivergence : byte
{
    /// <summary>It has not.</summary>
    None = 0,

    /// <summary>The port rightly refused an entry.</summary>
    Refusal = 1,

    /// <summary>Something was a mismatch there; what differs from then on follows from it.</summary>
    Mismatch = 2,
}
