// SPDX-License-Identifier: GPL-2.0-only
using System.Formats.Tar;
using System.Text.RegularExpressions;

namespace Kernel.Files;

/// <summary>Where a path leads, all symbolic links followed, and what is there.</summary>
/// <param name="Target">The path without links. Nothing need be there: a link may lead to a file that does not exist yet.</param>
/// <param name="Kind">What is there.</param>
internal readonly partial record struct FilePlace(string Target, FileKind Kind)
{
    private const int MaxLinks = 40;                    // as the kernels of Linux and macOS
    private const string WindowsDevices = @"\\.\";

    /// <summary>Follows a path.</summary>
    /// <exception cref="FileException">Links lead in a circle, or it cannot be found out what is there.</exception>
    public static FilePlace Of(string path)
    {
        try
        {
            string target = Follow(path);
            return new FilePlace(target, KindOf(target));
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfWriting(path, exception);
        }
    }

    // Folder by folder: a link may stand anywhere in the path, and ".." in it starts from the folder where the link really is.
    private static string Follow(string path)
    {
        string full = Path.GetFullPath(path);
        if (full.StartsWith(WindowsDevices, StringComparison.Ordinal))
            return full;
        string current = Path.GetPathRoot(full)!;
        Stack<string> rest = new();
        Push(rest, full[current.Length..]);
        int links = 0;
        while (rest.TryPop(out string? name))
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }
            string next = Path.Join(current, name);
            string? link = Descriptor().IsMatch(next) ? null : new FileInfo(next).LinkTarget;
            if (link is null)
            {
                current = next;
                continue;
            }
            if (++links > MaxLinks)
                throw new FileException(path, "symbolic links lead in a circle", "links that lead to a file");
            string root = Path.IsPathFullyQualified(link) ? Path.GetPathRoot(link)! : "";
            current = root.Length == 0 ? current : root;
            Push(rest, link[root.Length..]);
        }
        return current;
    }

    private static void Push(Stack<string> rest, string path)
    {
        string[] names = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
        foreach (string name in names.Reverse().Where(name => name.Length != 0 && name != "."))
            rest.Push(name);
    }

    private static FileKind KindOf(string path)
    {
        if (Descriptor().Match(path) is { Success: true } match)
        {
            bool isOwn = match.Groups["process"].Value is "" or "self" || match.Groups["process"].Value == $"{Environment.ProcessId}";
            return isOwn && match.Groups["number"].Value == "1" ? FileKind.StandardOutput : FileKind.Special;
        }
        if (path.StartsWith(WindowsDevices, StringComparison.Ordinal))
            return FileKind.Special;
        if (Directory.Exists(path))
            return FileKind.Folder;
        if (!File.Exists(path))
            return FileKind.Missing;
        return OperatingSystem.IsWindows() || IsRegular(path) ? FileKind.Regular : FileKind.Special;
    }

    // The base library tells the kind of a file only in the head that an archive would have for it.
    private static bool IsRegular(string path)
    {
        HeadStream head = new();
        try
        {
            using TarWriter archive = new(head, TarEntryFormat.Gnu, leaveOpen: true);
            archive.WriteEntry(path, "file");
        }
        catch (HeadStream.FullException)
        {
        }
        catch (UnauthorizedAccessException)
        {
            return true;                                // only regular files are opened for this
        }
        return head.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;
    }

    // The open files of a process by their numbers. They look like links to names that may not exist, such as "pipe:[1234]".
    [GeneratedRegex("^(/dev/fd|/proc/(?<process>[^/]+)(/task/[^/]+)?/fd)/(?<number>[0-9]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Descriptor();

    /// <summary>Keeps the head of an archive's first entry and stops the writing of its content.</summary>
    private sealed class HeadStream : ForwardStream
    {
        private const int TypeOffset = 156;

        private readonly byte[] _head = new byte[512];
        private int _filled;
        private bool _hasStopped;

        public TarEntryType EntryType => (TarEntryType)_head[TypeOffset];

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_filled == _head.Length && !_hasStopped)
            {
                _hasStopped = true;                     // what the archive writes when it is closed may pass
                throw new FullException();
            }
            int taken = Math.Min(buffer.Length, _head.Length - _filled);
            buffer[..taken].CopyTo(_head.AsSpan(_filled));
            _filled += taken;
        }

        public sealed class FullException : Exception;
    }
}
