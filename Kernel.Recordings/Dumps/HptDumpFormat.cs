// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Dumps;

/// <summary>The forms of a table dump.</summary>
public enum HptDumpFormat
{
    /// <summary>Every entry, 16 bytes each: the first doubleword, then the second, big-endian.</summary>
    Raw,

    /// <summary>The kernel's debugfs lines, valid entries only: <c>index v r guest-r</c>, hexadecimal.</summary>
    Lines,
}
