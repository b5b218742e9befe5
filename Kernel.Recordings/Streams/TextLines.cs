// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kernel.Recordings.Streams;

/// <summary>Splits a stream into lines without allocating. A line is valid until the next call of <see cref="MoveNext"/>.</summary>
internal sealed class TextLines(Stream stream, string fileName, bool isDecompressed) : IDisposable
{
    /// <summary>The maximum number of bytes in a line, its ending included.</summary>
    public const int MaxLineBytes = 1 << 16;

    private readonly byte[] _buffer = new byte[MaxLineBytes];
    private int _lineStart;
    private int _lineEnd;
    private int _next;
    private int _filled;
    private long _bufferOffset;

    /// <summary>The current line, without its end.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_lineStart, _lineEnd - _lineStart);

    /// <summary>The number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the current line ended with a line feed, and not with the file.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>The byte offset just behind everything that was read.</summary>
    public long EndOffset => _bufferOffset + _next;

    /// <summary>A place in the current line.</summary>
    public RecordingPosition PositionAt(int column) => new(fileName, _bufferOffset + _lineStart + column, isDecompressed, Number);

    /// <summary>An error at a place in the current line, where <paramref name="text"/> stands.</summary>
    public RecordingFormatException Wrong(int column, ReadOnlySpan<byte> text, string expected)
    {
        const int maxShown = 40;
        ReadOnlySpan<byte> shown = text[..Math.Min(text.Length, maxShown)];
        StringBuilder value = new("'");
        foreach (byte b in shown)
            value.Append(b is >= 0x20 and < 0x7f ? (char)b : '?');
        value.Append(shown.Length < text.Length ? "...'" : "'");
        return new RecordingFormatException(PositionAt(column), value.ToString(), expected);
    }

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool MoveNext()
    {
        int scanned = 0;
        while (true)
        {
            int feed = _buffer.AsSpan(_next + scanned, _filled - _next - scanned).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                Take(_next + scanned + feed, isTerminated: true);
                return true;
            }
            scanned = _filled - _next;
            if (Fill())
                continue;
            if (scanned == 0)
                return false;
            Take(_filled, isTerminated: false);
            return true;
        }
    }

    public void Dispose() => stream.Dispose();

    private void Take(int end, bool isTerminated)
    {
        _lineStart = _next;
        _lineEnd = end;
        _next = isTerminated ? end + 1 : end;
        IsTerminated = isTerminated;
        Number++;
    }

    private bool Fill()
    {
        if (_next > 0)
        {
            _buffer.AsSpan(_next, _filled - _next).CopyTo(_buffer);
            _bufferOffset += _next;
            _filled -= _next;
            _next = 0;
        }
        if (_filled == _buffer.Length)
        {
            throw new RecordingFormatException(
                new RecordingPosition(fileName, _bufferOffset, isDecompressed, Number + 1), "a line without end",
                $"lines of less than {MaxLineBytes} bytes");
        }
        int read = stream.Read(_buffer.AsSpan(_filled));
        _filled += read;
        return read != 0;
    }
}
