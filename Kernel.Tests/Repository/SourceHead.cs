// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Repository;

/// <summary>The SPDX line at the head of a source file.</summary>
internal static class SourceHead
{
    private const string Tag = "SPDX-License-Identifier: ";

    // Files without the line: data, pages and formats without comments, which are under the licence that README.md names.
    private static readonly HashSet<string> WithoutLine = new(StringComparer.Ordinal)
    {
        ".md", ".json", ".jsonl", ".csv", ".txt", ".gz", ".kvmhv", ".sln", ".gitignore", ".gitattributes", ".summaries",
    };

    /// <summary>Whether a file must have the line.</summary>
    internal static bool IsRequired(string path) =>
        !WithoutLine.Contains(Path.GetExtension(path)) || path.EndsWith(".cs.txt", StringComparison.Ordinal);

    /// <summary>The licence of a file, by its folder.</summary>
    internal static string LicenceOf(string path) =>
        path.StartsWith("Kernel.Analyzers/", StringComparison.Ordinal) ? "MIT" : "GPL-2.0-only";

    /// <summary>The error in the head of a file, as a sentence, or null.</summary>
    /// <param name="path">The file, from the root of the repository.</param>
    /// <param name="text">The text of the file.</param>
    internal static string? ComplaintAbout(string path, string text)
    {
        string[] head =
        [
            .. text.Split('\n').Take(2)
                .SkipWhile(line => line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("<?xml", StringComparison.Ordinal))
                .Take(1),
        ];
        int at = head is [string first] ? first.IndexOf(Tag, StringComparison.Ordinal) : -1;
        if (at < 0)
            return $"{path} does not begin with a line '{Tag}{LicenceOf(path)}'.";
        string named =
            head[0][(at + Tag.Length)..].Replace("-->", "", StringComparison.Ordinal).Replace("*/", "", StringComparison.Ordinal).Trim();
        return named == LicenceOf(path) ? null : $"{path} names the licence {named}; expected {LicenceOf(path)}.";
    }
}
