// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Sources;

/// <summary>Line ends as compilers see them.</summary>
internal static class TextLines
{
    /// <summary>
    /// Replaces carriage return and line feed by a line feed. A form feed, which C files may contain, does not end a line.
    /// </summary>
    public static string WithLineFeeds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
