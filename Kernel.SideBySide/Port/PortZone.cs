// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Sources;

namespace Kernel.SideBySide.Port;

/// <summary>The source files of the port zone, as they were when this assembly was built.</summary>
internal static class PortZone
{
    private const string Prefix = "port/";

    private static readonly Lazy<IReadOnlyList<PortFile>> LazyFiles = new(
        () => [.. Resources.Below(Prefix).Select(Read)]);

    /// <summary>All files, in the order of their paths.</summary>
    public static IReadOnlyList<PortFile> Files => LazyFiles.Value;

    /// <summary>The functions that cite an original, in the order of the files.</summary>
    public static IEnumerable<PortFunction> Ported =>
        Files.SelectMany(file => file.Functions).Where(function => function.Citation is not null);

    // Where the assembly is built on Windows, the names have backslashes.
    private static PortFile Read(string name) => PortFile.Parse(name[Prefix.Length..].Replace('\\', '/'), Resources.Text(name));
}
