// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>
/// A stream that can be read again from its beginning although its source, a pipe for example, cannot: what was read is kept in a temporary
/// file.
/// </summary>
internal sealed class RewindableStream(Stream source) : ForwardStream
{
    private readonly Stream _kept = TemporaryFile.Create();

    public override bool CanRead => true;

    /// <summary>How many bytes were read since the beginning. It can be set to 0.</summary>
    public override long Position
    {
        get => _kept.Position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value, 0);
            _kept.Position = 0;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _kept.Position < _kept.Length ? _kept.Read(buffer) : 0;
        if (read != 0)
            return read;
        read = source.Read(buffer);
        _kept.Write(buffer[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kept.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }
}
