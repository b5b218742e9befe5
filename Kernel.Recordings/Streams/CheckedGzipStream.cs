// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.IO.Compression;
using Kernel.Files;

namespace Kernel.Recordings.Streams;

/// <summary>
/// Decompresses one gzip member and, unlike <see cref="GZipStream"/>, notices a member that is cut short and bytes behind it:
/// the last four bytes of the file must be the length of what came out.
/// </summary>
internal sealed class CheckedGzipStream : ForwardStream
{
    private readonly TailStream _file;
    private readonly GZipStream _gzip;
    private readonly string _fileName;
    private long _length;
    private bool _checked;

    /// <summary>Decompresses a file, which is disposed with the stream unless it is to be left open.</summary>
    public CheckedGzipStream(Stream file, string fileName, bool leaveOpen = false)
    {
        _file = new TailStream(file, leaveOpen);
        _gzip = new GZipStream(_file, CompressionMode.Decompress);
        _fileName = fileName;
    }

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _gzip.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new RecordingFormatException(
                new RecordingPosition(_fileName, _file.Count), "damaged data at or before this byte",
                "one gzip member with the right checksum", exception);
        }
        _length += read;
        if (read == 0 && buffer.Length != 0 && !_checked)
            CheckEnd();
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            _file.Dispose();
        }
        base.Dispose(disposing);
    }

    private void CheckEnd()
    {
        _checked = true;
        _file.ReadToEnd();
        if (_file.Count < 18)
            throw new RecordingFormatException(
                new RecordingPosition(_fileName, _file.Count), "the end of the file", "a whole gzip member, at least 18 bytes");
        if (_file.LastFourBytes != (uint)_length)
        {
            throw new RecordingFormatException(
                new RecordingPosition(_fileName, _file.Count - 4),
                $"a gzip member that is cut short or has bytes behind it: "
                + $"{_length} byte(s) came out, its last word says {_file.LastFourBytes}",
                "one whole member");
        }
    }

    /// <summary>Passes bytes on, counts them and remembers the last four.</summary>
    private sealed class TailStream(Stream file, bool leaveOpen) : ForwardStream
    {
        private readonly byte[] _tail = new byte[4];

        public long Count { get; private set; }

        public uint LastFourBytes => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

        public override bool CanRead => true;

        public void ReadToEnd()
        {
            Span<byte> rest = stackalloc byte[512];
            while (Read(rest) != 0)
            {
            }
        }

        public override int Read(Span<byte> buffer)
        {
            int read = file.Read(buffer);
            Count += read;
            if (read >= 4)
            {
                buffer.Slice(read - 4, 4).CopyTo(_tail);
            }
            else if (read > 0)
            {
                _tail.AsSpan(read).CopyTo(_tail);
                buffer[..read].CopyTo(_tail.AsSpan(4 - read));
            }
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !leaveOpen)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
