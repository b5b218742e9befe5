// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide;

/// <summary>What is embedded in this assembly: the port's text, the inventory, and the site's assets.</summary>
internal static class Resources
{
    /// <summary>The names that begin with a prefix, in order.</summary>
    public static IEnumerable<string> Below(string prefix) =>
        typeof(Resources).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Opens one.</summary>
    public static Stream Open(string name) => typeof(Resources).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name}: not embedded in this assembly.");

    /// <summary>Reads one as text.</summary>
    public static string Text(string name)
    {
        using StreamReader reader = new(Open(name));
        return TextLines.WithLineFeeds(reader.ReadToEnd());
    }
}
