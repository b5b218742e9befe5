// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;

namespace Kernel.Tests.Recordings.Vectors;

/// <summary>The suite's own copy of the recorded scenarios.</summary>
internal static class VectorData
{
    internal static string Folder => Path.Combine(AppContext.BaseDirectory, "Data", "vectors");

    internal static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder, "*.jsonl.gz").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    internal static string PathOf(string file) => Path.Combine(Folder, file);

    internal static byte[] Unpack(string file)
    {
        using var zipped = new GZipStream(File.OpenRead(PathOf(file)), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        return plain.ToArray();
    }
}
