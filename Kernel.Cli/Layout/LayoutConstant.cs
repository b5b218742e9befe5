// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Layout;

/// <summary>A named mask, shift or size of a block.</summary>
/// <param name="Name">The name in the headers.</param>
/// <param name="Value">The value.</param>
/// <param name="Digits">The value as the page writes it.</param>
/// <param name="Meaning">What the constant is for.</param>
/// <param name="Source">The document or file that defines it.</param>
public sealed record LayoutConstant(string Name, ulong Value, string Digits, string Meaning, string Source);
