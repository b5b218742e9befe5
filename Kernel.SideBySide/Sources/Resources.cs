// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Sources;

/// <summary>The files that are embedded in this assembly: the port's text, the inventory, and the site's assets.</summary>
internal static class Resources
{
    /// <summary>The names that begin with a prefix, in ordinal order.</summary>
    public static IEnumerable<string> Below(string prefix) =>
        typeof(Resources).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidOperationException">No file of this name is embedded.</exception>
    public static Stream Open(string name) => typeof(Resources).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name}: not embedded in this assembly.");

    /// <summary>Reads a file as text, with line feeds.</summary>
    /// <exception cref="InvalidOperationException">No file of this name is embedded.</exception>
    public static string Text(string name)
    {
        using StreamReader reader = new(Open(name));
        return TextLines.WithLineFeeds(reader.ReadToEnd());
    }
}
