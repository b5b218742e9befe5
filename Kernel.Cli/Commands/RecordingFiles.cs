// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Recordings.Formats;

namespace Kernel.Cli.Commands;

/// <summary>Finds the recording that an argument means.</summary>
internal static class RecordingFiles
{
    /// <summary>Opens a file, or, where there is none of that name, an embedded recording.</summary>
    /// <param name="name">A path, or the name of an embedded recording; an option that is not known is taken for one.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static RecordingReader Open(string name)
    {
        if (File.Exists(name))
            return RecordingReader.Open(name);
        if (EmbeddedRecordings.Names.Contains(name, StringComparer.Ordinal))
            return EmbeddedRecordings.Open(name);
        if (name.StartsWith('-'))
            throw new UsageException($"{name}: no such option.");
        throw new UsageException(
            $"{name}: no such file; recordings that come with the command are {string.Join(" and ", EmbeddedRecordings.Names)}.");
    }
}
