// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Tests.Repository;

/// <summary>Absolute paths of the machine on which somebody worked; they mean nothing on any other.</summary>
internal static partial class WorkplacePaths
{
    // A place that is meant: its file, the path as it stands there, why.
    private static readonly (string File, string Path, string Why)[] Meant = [];

    /// <summary>The places that are meant.</summary>
    internal static IReadOnlyList<(string File, string Path, string Why)> Exceptions => Meant;

    /// <summary>The paths in a text, with the numbers of their lines.</summary>
    internal static IEnumerable<(int Line, string Path)> In(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (Match match in Absolute().Matches(lines[i]))
                yield return (i + 1, match.Value);
        }
    }

    // The beginning is put together, so that this file is none that has one.
    [GeneratedRegex(@"(?<![\w.~$}/-])/(?:wor" + @"k|hom" + @"e|tm" + @"p|roo" + @"t|User" + @"s)/[\w.-]*|(?<!\w)[A-Za-z]:\\+(?:User" + @"s|wor" + @"k|tm" + @"p)\b")]
    private static partial Regex Absolute();
}
