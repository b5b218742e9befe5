// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Cli.Layout;

/// <summary>One field of a block.</summary>
/// <param name="Offset">Bytes from the block's beginning.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Type">Its type, as the kernel writes it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it holds.</param>
/// <param name="Source">Where that is said.</param>
public sealed partial record LayoutField(ulong Offset, ulong Size, string Type, string Name, string Meaning, string Source)
{
    /// <summary>The page of the block that the field holds, once or as an array; null for a field of words.</summary>
    public string? Inner => Link().Match(Meaning) is { Success: true } link ? link.Groups["page"].Value : null;

    [GeneratedRegex(@"\[(?<page>\w+)\.md\]")]
    private static partial Regex Link();
}
