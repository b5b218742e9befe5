// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Pages;

/// <summary>A range of a text that is shown in a style of its own, optionally as a link.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Number of its characters.</param>
/// <param name="Class">The CSS class.</param>
/// <param name="Link">The address that it links to, or null.</param>
public readonly record struct HighlightedSpan(int Start, int Length, string Class, string? Link = null);
