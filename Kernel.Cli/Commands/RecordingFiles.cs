// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Recordings.Formats;

namespace Kernel.Cli.Commands;

/// <summary>Finds the recording that an argument names.</summary>
internal static class RecordingFiles
{
    /// <summary>Opens a file, or an embedded recording if there is no file of that name.</summary>
    /// <param name="name">A path, or the name of an embedded recording.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static RecordingReader Open(string name)
    {
        if (File.Exists(name))
            return RecordingReader.Open(name);
        if (EmbeddedRecordings.Names.Contains(name, StringComparer.Ordinal))
            return EmbeddedRecordings.Open(name);
        throw new UsageException(
            $"{name}: no such file; recordings that come with the command are {string.Join(" and ", EmbeddedRecordings.Names)}.");
    }
}
