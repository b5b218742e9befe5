// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>How the table at the end was compared with the recording.</summary>
public enum FinalTableCheck
{
    /// <summary>It was not compared: the replay stopped earlier.</summary>
    NotReached,

    /// <summary>By its fingerprint, and entry by entry with the table rebuilt from the records.</summary>
    Rebuilt,

    /// <summary>As for <see cref="Rebuilt"/>, and entry by entry with the table that was saved with the recording.</summary>
    Saved,
}
