// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats;

/// <summary>Which form a file has, judged by the ending of its name.</summary>
public static class RecordingFormats
{
    /// <summary>The form that the ending of <paramref name="path"/> stands for: .csv, .gz, or .kvmhv and everything else.</summary>
    public static RecordingFormat FromName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return RecordingFormat.CsvGzip;
        return path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? RecordingFormat.Csv : RecordingFormat.Compact;
    }

    /// <summary>The file's name without folder and without the endings of the forms.</summary>
    internal static string StemOf(string path)
    {
        string name = Path.GetFileName(path);
        foreach (string ending in (ReadOnlySpan<string>)[".gz", ".csv", ".kvmhv"])
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                name = name[..^ending.Length];
        }
        return name;
    }
}
