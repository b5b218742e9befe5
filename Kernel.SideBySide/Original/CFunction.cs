// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Kernel.SideBySide.Original;

/// <summary>The definition of one function in a C file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line on which its declaration begins, from 1.</param>
/// <param name="BodyLine">The line of the brace that opens its body.</param>
/// <param name="EndLine">The line of its closing brace.</param>
/// <param name="Text">Its lines, joined by line feeds.</param>
/// <param name="Body">Its tokens of code between the outer braces.</param>
internal sealed partial record CFunction(string Name, int Line, int BodyLine, int EndLine, string Text, IReadOnlyList<CToken> Body)
{
    /// <summary>SHA-256 of the text as the inventory has it: each run of white space counts as one space, and at the ends as none.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WhiteSpace().Replace(Text, " ").Trim())));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
