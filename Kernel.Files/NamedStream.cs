// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>A stream whose errors name the file (<see cref="FileException"/>).</summary>
/// <param name="inner">The stream.</param>
/// <param name="name">The file, as the user named it.</param>
/// <param name="leaveOpen">Whether <see cref="Stream.Dispose()"/> only flushes.</param>
internal sealed class NamedStream(Stream inner, string name, bool leaveOpen = false) : Stream
{
    /// <summary>Bytes that were written.</summary>
    public long WrittenBytes { get; private set; }

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfReading(name, exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
            WrittenBytes += buffer.Length;
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfWriting(name, exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfWriting(name, exception);
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        try
        {
            return inner.Seek(offset, origin);          // writes what is in the buffer
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw inner.CanWrite ? FileException.OfWriting(name, exception) : FileException.OfReading(name, exception);
        }
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && leaveOpen)
            Flush();
        else if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
