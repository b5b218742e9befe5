// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Tests.Repository;

/// <summary>Finds absolute paths that are valid only on a developer's machine.</summary>
internal static partial class WorkplacePaths
{
    // Exceptions: file, path and reason.
    private static readonly (string File, string Path, string Why)[] Intended = [];

    /// <summary>Paths that are intended.</summary>
    internal static IReadOnlyList<(string File, string Path, string Why)> Exceptions => Intended;

    /// <summary>The paths in a text, with their lines.</summary>
    internal static IEnumerable<(int Line, string Path)> In(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (Match match in Absolute().Matches(lines[i]))
                yield return (i + 1, match.Value);
        }
    }

    // The folder names are split, so that this file does not match.
    [GeneratedRegex(
        @"(?<![\w.~$}/-])/(?:wor" + @"k|hom" + @"e|tm" + @"p|roo" + @"t|User" + @"s)/[\w.-]*"
        + @"|(?<!\w)[A-Za-z]:\\+(?:User" + @"s|wor" + @"k|tm" + @"p)\b")]
    private static partial Regex Absolute();
}
