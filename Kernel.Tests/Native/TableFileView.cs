// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Text;
using Kernel.Native;

namespace Kernel.Tests.Native;

/// <summary>What the directories of a table file have, read at the offsets that the layout pages state.</summary>
internal static class TableFileView
{
    private const int DirectorySize = 8224;
    private const int FirstEntry = 32;
    private const int EntrySize = 64;

    /// <summary>The live entries, in the order of the directories.</summary>
    internal static List<TableFileEntry> Entries(string path) => [.. AllEntries(path).Where(entry => entry.State == SharedBlock.Live)];

    /// <summary>The entries, live and free.</summary>
    internal static List<TableFileEntry> AllEntries(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        List<TableFileEntry> entries = [];
        long at = 0;
        do
        {
            byte[] directory = new byte[DirectorySize];
            file.Position = at;
            file.ReadExactly(directory);
            for (int i = FirstEntry; i < DirectorySize; i += EntrySize)
                entries.Add(Read(directory.AsSpan(i, EntrySize)));
            at = BinaryPrimitives.ReadInt64LittleEndian(directory.AsSpan(24));
        }
        while (at != 0);
        return entries;
    }

    private static TableFileEntry Read(ReadOnlySpan<byte> entry) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(entry[48..]), Encoding.ASCII.GetString(entry[..32]).TrimEnd('\0'),
        BinaryPrimitives.ReadInt64LittleEndian(entry[32..]), BinaryPrimitives.ReadInt64LittleEndian(entry[40..]),
        BinaryPrimitives.ReadUInt32LittleEndian(entry[52..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[56..]));
}
