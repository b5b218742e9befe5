// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>
/// A file cannot be read or written. The message is one line that names the file, what is wrong with it and what was expected. This is the
/// one place that puts the exceptions of the base library, some of which name no file, into words.
/// </summary>
public sealed class FileException : IOException
{
    /// <summary>Describes what is wrong.</summary>
    /// <param name="name">The file, as the user named it.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="expected">What would be right.</param>
    /// <param name="inner">What the base library said, if it found out.</param>
    public FileException(string name, string problem, string expected, Exception? inner = null)
        : base($"{name}: {problem}; expected {expected}", inner) => Name = name;

    /// <summary>The file, as the user named it.</summary>
    public string Name { get; }

    /// <summary>Why.</summary>
    public FileFault Fault { get; init; }

    /// <summary>Whether an exception of the base library is about a file.</summary>
    public static bool IsAboutAFile(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Says why a file cannot be read; a <see cref="FileException"/> is returned as it is.</summary>
    /// <param name="name">The file, as the user named it.</param>
    /// <param name="exception">One that <see cref="IsAboutAFile"/>.</param>
    public static FileException OfReading(string name, Exception exception) =>
        exception as FileException ?? Of(name, exception, "cannot be read", "a file that can be read");

    /// <summary>Says why a file cannot be written; a <see cref="FileException"/> is returned as it is.</summary>
    /// <param name="name">The file, as the user named it.</param>
    /// <param name="exception">One that <see cref="IsAboutAFile"/>.</param>
    public static FileException OfWriting(string name, Exception exception) =>
        exception as FileException ?? Of(name, exception, "cannot be written", "a file that can be written");

    private static FileException Of(string name, Exception exception, string failure, string expected) => exception switch
    {
        FileNotFoundException => new FileException(name, "no such file", expected, exception),
        DirectoryNotFoundException => new FileException(name, "no such folder", "a file in a folder that exists", exception),
        PathTooLongException => new FileException(name, "the name is too long", "a shorter one", exception),
        UnauthorizedAccessException when name == StandardOutput.Name =>
            new FileException(name, "is closed", "an open file, pipe or terminal", exception),
        UnauthorizedAccessException when Directory.Exists(name) => new FileException(name, "is a directory", "a file", exception),
        UnauthorizedAccessException => new FileException(name, $"{failure}: permission denied", expected, exception),
        _ => SystemError.Of(exception) switch
        {
            SystemError.NoSpace => new FileException(name, "no space is left on the device", "room for all of the output", exception),
            SystemError.BrokenPipe => new FileException(name, "nobody reads from it any more", "a reader until the end", exception)
            {
                Fault = FileFault.NobodyReads,
            },
            SystemError.IsDirectory => new FileException(name, "is a directory", "a file", exception),
            _ => new FileException(name, $"{failure}: {WithoutPath(exception.Message)}", expected, exception),
        },
    };

    // The base library ends some messages with " : '/the/whole/path'".
    private static string WithoutPath(string message)
    {
        int path = message.LastIndexOf(" : '", StringComparison.Ordinal);
        return (path < 0 ? message : message[..path]).TrimEnd('.');
    }
}
