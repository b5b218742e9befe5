// SPDX-License-Identifier: GPL-2.0-only
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using Kernel.Concurrency;

namespace Kernel.Native;

// Unsafe: _base is the mapping of the whole file, held until Dispose, which the heap calls when no block of it is in use any more. Every
// offset that is given out, with its length, lies inside, and the directory lies in front of all of them.
/// <summary>
/// A file that holds the tables of virtual machines while they run, so that another process that maps it sees them live. It lies below a
/// <see cref="NativeHeap"/>, which takes blocks of tables from here and all others from the system.
/// </summary>
internal sealed unsafe class SharedTableFile : IDisposable
{
    private const ulong Granularity = 4096;

    private readonly BriefLock _gate = new();
    private readonly SortedList<ulong, ulong> _taken = [];          // offset and length
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _base;
    private readonly ulong _capacity;

    private SharedTableFile(MemoryMappedFile file, ulong capacity)
    {
        _capacity = capacity;
        _file = file;
        _view = _file.CreateViewAccessor(0, (long)capacity);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _base = start;
        Directory->ByteOrder = SharedTables.ExpectedByteOrder;
        Directory->Version = SharedTables.ExpectedVersion;
        Directory->Count = SharedTables.MaxBlocks;
        Atomics.Write(ref Directory->Magic, SharedTables.ExpectedMagic);
    }

    private SharedTables* Directory => (SharedTables*)_base;

    /// <summary>Makes a file, in place of an earlier file of tables. It is sparse where the file system supports that.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="capacity">Bytes: 64 MB for each virtual machine will do.</param>
    /// <exception cref="IOException">The file cannot be made, or the path holds something else.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    internal static SharedTableFile Create(string path, ulong capacity)
    {
        if (File.Exists(path))
        {
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (!BeginsAsTables(path))
                throw new IOException($"{path}: is not a file of tables; expected a new path, or an earlier file of tables.");
            File.Delete(path);                          // not truncated: a reader may have it mapped
        }
        FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            MemoryMappedFile mapped = MemoryMappedFile.CreateFromFile(
                file, null, (long)capacity, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            return new SharedTableFile(mapped, capacity);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    private static bool BeginsAsTables(string path)
    {
        // For reading only, opening a named pipe would wait for a writer.
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> magic = stackalloc byte[sizeof(ulong)];
        return file.CanSeek && file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
            && MemoryMarshal.Read<ulong>(magic) == SharedTables.ExpectedMagic;
    }

    /// <summary>Whether an address lies in the file.</summary>
    internal bool Owns(nuint address) => address >= (nuint)_base && address - (nuint)_base < (nuint)_capacity;

    /// <summary>Takes zeroed memory; 0 if the file is full.</summary>
    internal nuint Take(nuint length)
    {
        ulong wanted = (length + Granularity - 1) & ~(Granularity - 1);
        using (_gate.Hold())
        {
            ulong at = ((ulong)sizeof(SharedTables) + Granularity - 1) & ~(Granularity - 1);
            foreach ((ulong offset, ulong taken) in _taken)
            {
                if (offset - at >= wanted)
                    break;
                at = offset + taken;
            }
            if (_capacity - at < wanted)
                return 0;
            _taken.Add(at, wanted);
            return (nuint)_base + (nuint)at;
        }
    }

    /// <summary>Names a block inside memory that was taken.</summary>
    internal void Publish(string name, nuint address, nuint length)
    {
        using (_gate.Hold())
        {
            for (int i = 0; i < SharedTables.MaxBlocks; i++)
            {
                ref SharedBlock block = ref Directory->Blocks[i];
                if (block.State != SharedBlock.Free)
                    continue;
                fixed (byte* text = block.Name)
                {
                    Span<byte> room = new(text, SharedBlock.NameLength);
                    room.Clear();
                    Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, SharedBlock.NameLength - 1)), room);
                }
                block.Offset = address - (nuint)_base;
                block.Length = length;
                Atomics.Write(ref block.State, SharedBlock.Live);
                return;
            }
        }
    }

    /// <summary>Gives memory back, and takes the block that was in it off the list.</summary>
    /// <param name="address">What <see cref="Take"/> returned.</param>
    internal void Return(nuint address)
    {
        ulong offset = address - (nuint)_base;
        using (_gate.Hold())
        {
            ulong length = _taken[offset];
            for (int i = 0; i < SharedTables.MaxBlocks; i++)
            {
                ref SharedBlock block = ref Directory->Blocks[i];
                if (block.State == SharedBlock.Live && block.Offset - offset < length)
                    Atomics.Write(ref block.State, SharedBlock.Free);
            }
            NativeMemory.Clear(_base + offset, (nuint)length);
            _taken.Remove(offset);
        }
    }

    /// <summary>Unmaps the file, which stays where it is.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
