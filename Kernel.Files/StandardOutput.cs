// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.Win32.SafeHandles;

namespace Kernel.Files;

/// <summary>The standard output of the process.</summary>
public static class StandardOutput
{
    /// <summary>Its name in messages.</summary>
    public const string Name = "standard output";

    private const int Descriptor = 1;

    /// <summary>
    /// Opens it for bytes. Errors name it. Where the system tells, writing to a pipe that nobody reads is an error
    /// (<see cref="FileFault.NobodyReads"/>), which the base library's own stream hides.
    /// </summary>
    public static Stream Open() => new NamedStream(OpenPipe() ?? Console.OpenStandardOutput(), Name);

    // A file stream does not move the position of a file that other processes also write to, so files are left to the console.
    private static PipeStream? OpenPipe()
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            FileStream stream = new(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? null : new PipeStream(stream, Console.OpenStandardOutput());
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception) || exception is ArgumentException)
        {
            return null;                                // it is closed: the console says so when it is written to
        }
    }

    /// <summary>Writes to a pipe, also to one that its other users have set not to wait.</summary>
    private sealed class PipeStream(Stream pipe, Stream waiting) : ForwardStream
    {
        // A pipe takes so many bytes as a whole or not at all (PIPE_BUF).
        private static readonly int MaxWholeBytes = OperatingSystem.IsLinux() ? 4096 : 512;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                ReadOnlySpan<byte> part = buffer[..Math.Min(buffer.Length, MaxWholeBytes)];
                try
                {
                    pipe.Write(part);
                }
                catch (IOException exception) when (SystemError.Of(exception) == SystemError.WouldBlock)
                {
                    waiting.Write(part);
                }
                buffer = buffer[part.Length..];
            }
        }
    }
}
