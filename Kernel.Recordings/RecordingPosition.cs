// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kernel.Recordings;

/// <summary>A place in a file, for messages.</summary>
/// <param name="FileName">The file, as the caller named it.</param>
/// <param name="Offset">The byte offset, 0 for the first byte.</param>
/// <param name="IsDecompressed">Whether <paramref name="Offset"/> counts bytes of the decompressed text, not of the file.</param>
/// <param name="Line">The line, from 1; 0 where the file has no lines.</param>
/// <param name="Record">The record, from 1; 0 where the place is not in a record.</param>
public readonly record struct RecordingPosition(string FileName, long Offset, bool IsDecompressed = false, long Line = 0, long Record = 0)
{
    /// <summary><c>boot.csv.gz: line 7, byte 312 of the decompressed text</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new(FileName);
        text.Append(": ");
        if (Line != 0)
            text.Append(CultureInfo.InvariantCulture, $"line {Line}, ");
        if (Record != 0)
            text.Append(CultureInfo.InvariantCulture, $"record {Record}, ");
        text.Append(CultureInfo.InvariantCulture, $"byte {Offset}");
        return text.Append(IsDecompressed ? " of the decompressed text" : "").ToString();
    }
}
