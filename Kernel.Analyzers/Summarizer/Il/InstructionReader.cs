// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Kernel.Summarizer.Il;

/// <summary>Decodes the bytes of a body into instructions.</summary>
internal static class InstructionReader
{
    private const byte TwoBytes = 0xfe;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    internal static List<Instruction> Read(ReadOnlySpan<byte> bytes)
    {
        var instructions = new List<Instruction>();
        for (int position = 0; position < bytes.Length;)
        {
            int offset = position;
            short value = bytes[position++];
            if (value == TwoBytes)
                value = (short)(TwoBytes << 8 | bytes[position++]);
            OpCode code = Codes[value];
            int size = SizeOf(code.OperandType);
            ReadOnlySpan<byte> operand = bytes.Slice(position, size);
            position += size;
            switch (code.OperandType)
            {
                case OperandType.InlineSwitch:
                    var targets = new int[BinaryPrimitives.ReadInt32LittleEndian(operand)];
                    int end = position + targets.Length * sizeof(int);
                    for (int i = 0; i < targets.Length; i++, position += sizeof(int))
                        targets[i] = end + BinaryPrimitives.ReadInt32LittleEndian(bytes[position..]);
                    instructions.Add(new Instruction(offset, code, 0, targets));
                    break;
                case OperandType.ShortInlineBrTarget:
                    instructions.Add(new Instruction(offset, code, position + (sbyte)operand[0], null));
                    break;
                case OperandType.InlineBrTarget:
                    int target = position + BinaryPrimitives.ReadInt32LittleEndian(operand);
                    instructions.Add(new Instruction(offset, code, target, null));
                    break;
                default:
                    instructions.Add(new Instruction(offset, code, size switch
                    {
                        1 => operand[0],
                        2 => BinaryPrimitives.ReadUInt16LittleEndian(operand),
                        4 => BinaryPrimitives.ReadInt32LittleEndian(operand),
                        _ => 0,
                    }, null));
                    break;
            }
        }

        return instructions;
    }

    private static int SizeOf(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
