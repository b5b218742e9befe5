// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Site;

/// <summary>A stretch of a text that is coloured, and perhaps a link.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Class">The style's class.</param>
/// <param name="Link">Where it leads, or null.</param>
internal readonly record struct Span(int Start, int Length, string Class, string? Link = null);
