// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Cli.Layout;

/// <summary>One field of a block.</summary>
/// <param name="Offset">Offset from the beginning of the block, in bytes.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Type">The type in the notation of the kernel, such as <c>u64</c> or <c>u8[4]</c>.</param>
/// <param name="Name">The name in the headers.</param>
/// <param name="Meaning">What the field holds.</param>
/// <param name="Source">The document or file that defines it.</param>
public sealed partial record LayoutField(ulong Offset, ulong Size, string Type, string Name, string Meaning, string Source)
{
    /// <summary>The page of the block that the field consists of, singly or as an array; null for words.</summary>
    public string? Inner => Link().Match(Meaning) is { Success: true } link ? link.Groups["page"].Value : null;

    [GeneratedRegex(@"\[(?<page>\w+)\.md\]")]
    private static partial Regex Link();
}
