// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats;

/// <summary>The forms in which a recording is kept.</summary>
public enum RecordingFormat
{
    /// <summary>Lines of text, one a record (<c>.csv</c>).</summary>
    Csv,

    /// <summary>CSV compressed with gzip (<c>.csv.gz</c>).</summary>
    CsvGzip,

    /// <summary>The project's compact form (<c>.kvmhv</c>).</summary>
    Compact,
}
