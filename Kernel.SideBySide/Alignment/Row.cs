// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>A line of the C and a line of the port that are shown side by side; either may be empty.</summary>
internal readonly record struct Row(Cell C, Cell Port);
