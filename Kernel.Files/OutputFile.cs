// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>
/// A file that is written. Symbolic links are followed. A regular file appears under its name only when it is whole
/// (<see cref="Complete"/>): it is written beside its place, under another name, and then renamed; if that does not happen, everything is
/// as it was. A device, a named pipe or the standard output is written through instead, and never replaced.
/// </summary>
/// <remarks>A file that is replaced leaves its permissions to the new one. A new file has those that the system gives new files.</remarks>
public sealed class OutputFile : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const UnixFileMode Permissions = (UnixFileMode)0x1ff;       // without set-uid, set-gid and sticky

    private readonly string _name;
    private readonly FilePlace _place;
    private readonly bool _replace;
    private readonly string? _partial;                  // the file under its other name
    private readonly Stream _target;                    // that file, or what is written through
    private readonly Stream? _kept;                     // what is to be written through, for writers that seek
    private readonly NamedStream _stream;

    private OutputFile(string name, FilePlace place, bool replace, bool seeks)
    {
        _name = name;
        _place = place;
        _replace = replace;
        if (place.Kind is FileKind.Missing or FileKind.Regular)
        {
            _partial = Path.Join(Path.GetDirectoryName(place.Target), $".kvmhv-{Guid.NewGuid():N}.partial");
            _target = CreatePartial(_partial, isPrivate: place.Kind == FileKind.Regular);
        }
        else
        {
            _target = place.Kind == FileKind.StandardOutput
                ? StandardOutput.Open()
                : new FileStream(place.Target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferBytes);
            _kept = seeks ? TemporaryFile.Create() : null;
        }
        _stream = new NamedStream(_kept ?? _target, name, leaveOpen: true);
    }

    /// <summary>Where to write. Disposing it only flushes it.</summary>
    public Stream Stream => _stream;

    /// <summary>Whether the path was a name of the standard output.</summary>
    public bool IsStandardOutput => _place.Kind == FileKind.StandardOutput;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="replace">Whether a regular file that is there may be replaced.</param>
    /// <param name="seeks">Whether the writer needs a stream that can seek, even where the output itself cannot.</param>
    /// <exception cref="FileException">
    /// It cannot be written, or there is a file already (<see cref="FileFault.Exists"/>).
    /// </exception>
    public static OutputFile Create(string path, bool replace, bool seeks = false)
    {
        FilePlace place = Check(path, replace);
        try
        {
            return new OutputFile(path, place, replace, seeks);
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfWriting(path, exception);
        }
    }

    /// <summary>Writes a whole file of text, in UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="replace">Whether a regular file that is there may be replaced.</param>
    /// <exception cref="FileException">As for <see cref="Create"/>.</exception>
    public static void WriteText(string path, string text, bool replace)
    {
        using OutputFile file = Create(path, replace);
        using (StreamWriter writer = new(file.Stream))
            writer.Write(text);
        file.Complete();
    }

    /// <summary>Checks, before anything is written, that a path is no directory and no file that may not be replaced.</summary>
    /// <exception cref="FileException">It is.</exception>
    public static void CheckFree(string path, bool replace) => Check(path, replace);

    /// <summary>Gives the file its name, or writes the rest of it through.</summary>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="FileException">It cannot be written.</exception>
    public long Complete()
    {
        try
        {
            _stream.Flush();
            if (_partial is null)
                return WriteThrough();
            long length = _target.Length;
            _target.Dispose();
            Rename(_partial);
            return length;
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw _partial is not null && !_replace && File.Exists(_place.Target)
                ? Exists(_name)
                : FileException.OfWriting(_name, exception);
        }
    }

    /// <summary>Closes the file. One that was not completed is deleted.</summary>
    public void Dispose()
    {
        try
        {
            _kept?.Dispose();
            _target.Dispose();
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            // What could not be written is deleted, or the reader has gone: either was reported, or nobody asked for the file.
        }
        try
        {
            if (_partial is not null)
                File.Delete(_partial);                  // does nothing once it has its own name
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            // The folder has become unwritable, or is gone.
        }
    }

    private static FilePlace Check(string path, bool replace)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FilePlace place = FilePlace.Of(path);
        if (place.Kind == FileKind.Folder || Path.EndsInDirectorySeparator(path))
            throw new FileException(path, "is a directory", "a file");
        return place.Kind == FileKind.Regular && !replace ? throw Exists(path) : place;
    }

    private static FileException Exists(string name) =>
        new(name, "exists", "a new file, or permission to replace it") { Fault = FileFault.Exists };

    private static FileStream CreatePartial(string path, bool isPrivate)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferBytes,
        };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;        // until it has those of the old file
        return new FileStream(path, options);
    }

    private long WriteThrough()
    {
        if (_kept is not null)
        {
            _kept.Position = 0;
            _kept.CopyTo(_target);
        }
        _target.Flush();
        return _kept?.Length ?? _stream.WrittenBytes;
    }

    private void Rename(string partial)
    {
        if (_place.Kind == FileKind.Regular && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(partial, File.GetUnixFileMode(_place.Target) & Permissions);
        if (_place.Kind == FileKind.Regular && OperatingSystem.IsWindows())
            File.Replace(partial, _place.Target, destinationBackupFileName: null);            // keeps the access control list
        else
            File.Move(partial, _place.Target, overwrite: _replace);
    }
}
