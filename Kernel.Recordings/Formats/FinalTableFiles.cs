// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats;

/// <summary>Finds the table that belongs to a CSV recording.</summary>
public static class FinalTableFiles
{
    /// <summary>For <c>NAME.csv</c> or <c>NAME.csv.gz</c>: the file <c>NAME.hpt.gz</c> or <c>NAME.hpt</c> beside it.</summary>
    /// <returns>Its path, or null when there is none.</returns>
    public static string? FindBeside(string recordingPath)
    {
        ArgumentNullException.ThrowIfNull(recordingPath);
        if (RecordingFormats.FromName(recordingPath) == RecordingFormat.Compact)
            return null;
        string stem = Path.Join(Path.GetDirectoryName(recordingPath), RecordingFormats.StemOf(recordingPath));
        foreach (string ending in (ReadOnlySpan<string>)[".hpt.gz", ".hpt"])
        {
            if (File.Exists(stem + ending))
                return stem + ending;
        }
        return null;
    }
}
