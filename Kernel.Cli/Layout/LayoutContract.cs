// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Layout;

/// <summary>The pages of <c>native-layout</c>, embedded when this program is built.</summary>
internal static class LayoutContract
{
    private const string Prefix = "layout/";

    /// <summary>All pages, by name.</summary>
    public static IReadOnlyList<LayoutPage> Pages { get; } =
    [
        .. typeof(LayoutContract).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => LayoutPage.Read(name[Prefix.Length..], TextOf(name))),
    ];

    /// <summary>Finds a page by its name; null if there is none.</summary>
    public static LayoutPage? Find(string name) => Pages.FirstOrDefault(page => page.Name == name);

    private static string TextOf(string resource)
    {
        using StreamReader reader = new(typeof(LayoutContract).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
