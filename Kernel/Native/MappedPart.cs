// SPDX-License-Identifier: GPL-2.0-only
using System.IO.MemoryMappedFiles;

namespace Kernel.Native;

// Unsafe: the address is that of the mapping, which this object holds until it is disposed.
/// <summary>A part of a file that is mapped; a file that grows has several.</summary>
internal sealed unsafe class MappedPart : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Extends the file to the end of the part, if it is shorter, and maps the part.</summary>
    internal MappedPart(FileStream file, ulong offset, ulong length)
    {
        Offset = offset;
        Length = length;
        _file = MemoryMappedFile.CreateFromFile(
            file, null, (long)(offset + length), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        try
        {
            _view = _file.CreateViewAccessor((long)offset, (long)length);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Address = (nuint)start + (nuint)_view.PointerOffset;
    }

    /// <summary>Where the part begins in the file.</summary>
    internal ulong Offset { get; }

    /// <summary>Its bytes.</summary>
    internal ulong Length { get; }

    /// <summary>Where it begins in this process.</summary>
    internal nuint Address { get; }

    /// <summary>Whether an address lies in it.</summary>
    internal bool Contains(nuint address) => address >= Address && address - Address < (nuint)Length;

    /// <summary>Unmaps it.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
