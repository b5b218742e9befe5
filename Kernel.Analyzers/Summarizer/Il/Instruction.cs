// SPDX-License-Identifier: MIT
using System.Reflection.Emit;

namespace Kernel.Summarizer.Il;

/// <summary>One instruction.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Code">What it does.</param>
/// <param name="Operand">A token, a branch target or an argument's number.</param>
/// <param name="Targets">The targets of a switch.</param>
internal readonly record struct Instruction(int Offset, OpCode Code, int Operand, int[]? Targets);
