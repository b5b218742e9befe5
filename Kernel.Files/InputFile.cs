// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kernel.Files;

/// <summary>Files that are read. Errors are <see cref="FileException"/>s, also those of the streams.</summary>
public static class InputFile
{
    /// <summary>Opens a file, without a buffer.</summary>
    /// <param name="path">The file, or anything else that can be read, such as a pipe.</param>
    /// <exception cref="FileException">It cannot be opened.</exception>
    public static Stream Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            return new NamedStream(file, path);
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfReading(path, exception);
        }
    }

    /// <summary>Makes sure that a stream can be read again: its <see cref="Stream.Position"/> can be set to where it is now, 0.</summary>
    /// <param name="stream">A stream at its beginning.</param>
    /// <returns>The stream itself if it can seek; otherwise one that owns it.</returns>
    public static Stream Rewindable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanSeek ? stream : new RewindableStream(stream);
    }

    /// <summary>Reads a file as text: UTF-8, if it does not say otherwise itself.</summary>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static string ReadText(string path)
    {
        using StreamReader reader = new(Open(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
