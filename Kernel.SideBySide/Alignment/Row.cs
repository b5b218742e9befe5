// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>A line of the C and one of the port that stand beside each other; either may be missing.</summary>
internal readonly record struct Row(Cell C, Cell Port);
