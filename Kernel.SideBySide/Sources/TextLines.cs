// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide;

/// <summary>Lines as compilers count them.</summary>
internal static class TextLines
{
    /// <summary>A text whose lines end with line feeds. A form feed, which C files may hold, ends none.</summary>
    public static string WithLineFeeds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
