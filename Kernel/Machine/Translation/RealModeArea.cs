// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>The offset real mode area of a partition: its size and its offset (Power ISA 2.06 Book III-S, 5.7.3.2 and 5.7.3.3).</summary>
internal static class RealModeArea
{
    private const int LpcrSelectorShift = 26;

    // PPC970: HID4 holds a selector of three bits in two parts, and the offset in units of 64 MB.
    private const int Hid4UpperSelectorShift = 5;
    private const int Hid4LowerSelectorShift = 61;
    private const int Hid4OffsetShift = 41;
    private const int Hid4OffsetUnit = 26;

    /// <summary>Its size in bytes; 0 for a reserved selector.</summary>
    [RealMode]
    internal static ulong Limit(in TranslationRegisters registers) => Selector(registers) switch
    {
        0 => 256ul << 30,
        1 => 16ul << 30,
        2 => 1ul << 30,
        3 => 64ul << 20,
        4 => 256ul << 20,
        7 => 128ul << 20,
        8 when registers.IsArch206 => 32ul << 20,
        _ => 0,
    };

    /// <summary>Offset added to a real-mode address.</summary>
    [RealMode]
    internal static ulong Offset(in TranslationRegisters registers) =>
        registers.IsArch206 ? registers.Rmor : (registers.Lpcr >> Hid4OffsetShift & 0xffff) << Hid4OffsetUnit;

    [RealMode]
    private static ulong Selector(in TranslationRegisters registers) => registers.IsArch206
        ? registers.Lpcr >> LpcrSelectorShift & 0xf
        : (registers.Lpcr >> Hid4UpperSelectorShift & 1) << 2 | registers.Lpcr >> Hid4LowerSelectorShift & 3;
}
