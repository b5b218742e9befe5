// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Kernel.Concurrency;
using Kernel.Native;

namespace Kernel.VirtualMachines;

/// <summary>
/// Writes tables of 64-bit words as a file with a directory, big-endian on every machine (native-layout/shared_tables.md).
/// </summary>
internal sealed class TableDump
{
    private const int DirectoryFields = 32;
    private const uint Machine = 1;

    private static readonly int DirectorySize = Unsafe.SizeOf<SharedTables>();
    private static readonly int BlockSize = Unsafe.SizeOf<SharedBlock>();

    private readonly byte[] _directory = new byte[DirectorySize];
    private ulong _next = (ulong)DirectorySize;
    private int _count;

    /// <summary>Adds a table to the directory. The tables themselves must be written in this order.</summary>
    public void Add(string name, int words)
    {
        // The fields of native-layout/shared_block.md, at their offsets; NameLength leaves room for a zero after each name.
        Span<byte> block = _directory.AsSpan(DirectoryFields + _count++ * BlockSize, BlockSize);
        Encoding.ASCII.GetBytes(name, block[..(SharedBlock.NameLength - 1)]);
        BinaryPrimitives.WriteUInt64BigEndian(block[32..], _next);
        BinaryPrimitives.WriteUInt64BigEndian(block[40..], (ulong)words * sizeof(ulong));
        BinaryPrimitives.WriteUInt32BigEndian(block[48..], Machine);
        BinaryPrimitives.WriteUInt32BigEndian(block[52..], SharedBlock.Live);
        _next += (ulong)words * sizeof(ulong);
    }

    /// <summary>Writes the directory, when all tables were added.</summary>
    public void WriteDirectory(Stream stream)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_directory, SharedTables.ExpectedMagic);
        BinaryPrimitives.WriteUInt32BigEndian(_directory.AsSpan(8), SharedTables.ExpectedByteOrder);
        BinaryPrimitives.WriteUInt32BigEndian(_directory.AsSpan(12), SharedTables.ExpectedVersion);
        BinaryPrimitives.WriteUInt32BigEndian(_directory.AsSpan(16), SharedTables.MaxBlocks);
        stream.Write(_directory);
    }

    /// <summary>Writes words, which others may be changing meanwhile, each of them as it is at one time.</summary>
    public static void WriteWords(Stream stream, ReadOnlySpan<ulong> words)
    {
        var buffer = new byte[16 << 10];
        while (words.Length > 0)
        {
            int count = Math.Min(words.Length, buffer.Length / sizeof(ulong));
            for (int i = 0; i < count; i++)
                BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(i * sizeof(ulong)), Atomics.Read(in words[i]));
            stream.Write(buffer, 0, count * sizeof(ulong));
            words = words[count..];
        }
    }
}
