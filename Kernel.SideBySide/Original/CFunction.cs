// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Kernel.SideBySide.Original;

/// <summary>The definition of a function in a C file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line on which its declaration begins, from 1.</param>
/// <param name="BodyLine">The line of the brace that opens its body.</param>
/// <param name="EndLine">The line of its closing brace.</param>
/// <param name="Text">Its lines, joined by line feeds.</param>
/// <param name="Body">The tokens between its outer braces, without comments and directives.</param>
internal sealed partial record CFunction(string Name, int Line, int BodyLine, int EndLine, string Text, IReadOnlyList<CToken> Body)
{
    /// <summary>
    /// SHA-256 of the text in lower-case hexadecimal digits, as the inventory has it. Each run of white space counts as one space; white
    /// space at both ends does not count.
    /// </summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WhiteSpace().Replace(Text, " ").Trim())));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
