// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Layout;

/// <summary>A named mask, shift or size of a block.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Digits">The value as the page writes it.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Source">Where that is said.</param>
public sealed record LayoutConstant(string Name, ulong Value, string Digits, string Meaning, string Source);
