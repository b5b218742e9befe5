// SPDX-License-Identifier: MIT
using System.Reflection.Emit;

namespace Kernel.Summarizer.Il;

/// <summary>One IL instruction.</summary>
/// <param name="Offset">Its offset in the body, in bytes.</param>
/// <param name="Code">Its operation code.</param>
/// <param name="Operand">A token, the offset of a branch target, or the number of an argument.</param>
/// <param name="Targets">The offsets of the targets of a switch; null for any other instruction.</param>
internal readonly record struct Instruction(int Offset, OpCode Code, int Operand, int[]? Targets);
