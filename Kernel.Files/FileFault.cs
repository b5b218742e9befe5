// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>Why a file cannot be read or written, where callers tell the reasons apart.</summary>
public enum FileFault
{
    /// <summary>A reason that the message says.</summary>
    Other,

    /// <summary>There is a file of this name already, and it may not be replaced.</summary>
    Exists,

    /// <summary>Nobody reads the other end of the pipe any more.</summary>
    NobodyReads,
}
