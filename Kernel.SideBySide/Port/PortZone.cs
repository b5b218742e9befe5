// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Port;

/// <summary>The port zone's text, as it was when this assembly was built.</summary>
internal static class PortZone
{
    private const string Prefix = "port/";

    private static readonly Lazy<IReadOnlyList<PortFile>> LazyFiles = new(
        () => [.. Resources.Below(Prefix).Select(name => PortFile.Parse(name[Prefix.Length..].Replace('\\', '/'), Resources.Text(name)))]);

    /// <summary>Its files, in the order of their paths.</summary>
    public static IReadOnlyList<PortFile> Files => LazyFiles.Value;

    /// <summary>The functions that cite one of the original, file by file.</summary>
    public static IEnumerable<PortFunction> Ported => Files.SelectMany(file => file.Functions).Where(function => function.Citation is not null);
}
