// SPDX-License-Identifier: GPL-2.0-only
using CsCheck;

namespace Kernel.Tests.Properties;

/// <summary>
/// Generators of random hypercalls. They draw from few values on purpose (three groups, a handful of addresses and page numbers), so that
/// groups fill up, entries are named repeatedly and conditions hold about half the time.
/// </summary>
internal static class StepGenerators
{
    private const ulong EntryCount = 1 << 20;
    private const ulong LastIndex = EntryCount - 1;

    private static readonly Gen<ulong> Index = Gen.Frequency(
        (12, Gen.ULong[0, 7]),
        (3, Gen.ULong[8 * 0x1234, 8 * 0x1234 + 7]),
        (3, Gen.ULong[LastIndex - 7, LastIndex]));

    private static readonly Gen<ulong> AnyIndex = Gen.Frequency(
        (14, Index),
        (1, Among(EntryCount, EntryCount + 8, 1ul << 40, (1ul << 56) - 1)));

    // Segment size and page number: few values, so that a later AVPN operand can match.
    private static readonly Gen<ulong> PageNumber = Gen.Select(
        Among(0x4812ul, 0x4812ul, 0x4810ul, 0x4813ul), Among(0ul, 0ul, 1ul), (page, size) => size << 62 | page << 7);

    private static readonly Gen<ulong> FirstDoubleword = Gen.Select(
        PageNumber,
        Among(0ul, 4ul, 4ul),                                          // L
        Among(0ul, 2ul),                                               // H
        Among(0ul, 0x10ul, 0x18ul),                                    // software bits
        Gen.Frequency((9, Gen.Const(1ul)), (1, Among(0ul, 0x41ul, 0x21ul))),     // V and bits that are forced off
        Gen.Frequency((19, Gen.Const(0ul)), (1, Gen.Const(1ul << 63))),         // reserved segment size
        (page, large, secondary, software, valid, reserved) => page | large | secondary | software | valid | reserved);

    // Addresses in the two slots (32 MB at 0, 16 MB at 64 MB), and outside both.
    private static readonly Gen<ulong> GuestAddress = Gen.Frequency(
        (6, Among(0ul, 0x1000ul, 0x12_3000ul, 0xff_f000ul)),
        (4, Among(0x100_0000ul, 0x101_0000ul, 0x1ff_f000ul)),
        (3, Among(0x400_0000ul, 0x4ab_c000ul)),
        (1, Among(0x200_0000ul, 0x3ff_f000ul, 0x500_0000ul, 0x0fff_ffff_ff00_0000ul)));

    // The low bits of the page number encode the page size; other low bits are random.
    private static readonly Gen<ulong> SizedAddress = Gen.Select(GuestAddress, Gen.Frequency(
        (3, Gen.Const((Clear: 0xff_ffful, Set: 0ul))),              // 16 MB
        (3, Gen.Const((Clear: 0xfffful, Set: 0x1000ul))),           // 64 KB
        (2, Gen.Const((Clear: 0xffful, Set: 0ul))),                 // 4 KB
        (1, Gen.Const((Clear: 0xfffful, Set: 0x2000ul))),           // not a valid size if L is set
        (1, Gen.Const((Clear: 0xf_fffful, Set: 0ul)))),             // 16 MB, misaligned
        (address, size) => (address & ~size.Clear) | size.Set);

    private static readonly Gen<ulong> SecondDoubleword = Gen.Select(
        SizedAddress,
        Gen.Frequency((9, Gen.Const(0x10ul)), (2, Gen.Const(0x70ul)), (1, Among(0ul, 0x30ul, 0x20ul, 0x78ul))),
        Among(0ul, 0x80ul, 0x100ul, 0x180ul),
        Among(0ul, 2ul, 6ul, 0x203ul, 0xe07ul),
        Among(0ul, 0ul, 0x8000_0000_0000_0000ul, 0x7000_0000_0000_0000ul, 0xb000_0000_0000_0000ul),
        (address, storageControl, referenceChange, protection, high) => address | storageControl | referenceChange | protection | high);

    private static readonly Gen<ulong> Mask = Among(0ul, 0x40ul, 0x10ul, 0x08ul, 0x02ul, 0x04ul, 0x01ul, 0x41ul, 0x4812ul << 7);

    private static readonly Gen<ulong> Operand = Gen.Frequency((3, PageNumber), (2, Mask));

    private static readonly Gen<ulong> Local = Gen.Frequency((3, Gen.Const(0ul)), (1, Gen.Const(1ul << 28)));

    private static readonly Gen<(StepKind Kind, ulong[] Arguments)> Enter = Gen.Select(
        Gen.Frequency((3, Gen.Const(0ul)), (1, Gen.Const(1ul << 39))), AnyIndex, FirstDoubleword, SecondDoubleword,
        (flags, index, v, r) => (StepKind.Enter, new[] { flags, index, v, r }));

    private static readonly Gen<(StepKind Kind, ulong[] Arguments)> Remove = Gen.Select(
        Among(0ul, 1ul << 31, 1ul << 30, 3ul << 30), Local, AnyIndex, Operand,
        (condition, local, index, operand) => (StepKind.Remove, new[] { condition | local, index, operand }));

    private static readonly Gen<(StepKind Kind, ulong[] Arguments)> Protect = Gen.Select(
        Among(0ul, 1ul << 31), Local, Among(0ul, 1ul, 7ul, 0x107ul, 0x3e03ul, 0x3104ul), AnyIndex, PageNumber,
        (condition, local, bits, index, operand) => (StepKind.Protect, new[] { condition | local | bits, index, operand }));

    private static readonly Gen<(StepKind Kind, ulong[] Arguments)> Read = Gen.Select(
        Among(0ul, 1ul << 38, 1ul << 37, 3ul << 37), AnyIndex, (flags, index) => (StepKind.Read, new[] { flags, index }));

    // The first byte has type and condition; the bits between them are for the response.
    private static readonly Gen<ulong> Specifier = Gen.Select(
        Gen.Frequency((16, Gen.Const(0x40ul)), (2, Gen.Const(0xc0ul)), (1, Among(0ul, 0x80ul))),
        Gen.Frequency((8, Gen.ULong[0, 2]), (1, Gen.Const(3ul))),
        Among(0ul, 0ul, 0x3cul),
        AnyIndex,
        (type, condition, noise, index) => (type | condition | noise) << 56 | index);

    private static readonly Gen<(StepKind Kind, ulong[] Arguments)> BulkRemove = Gen.Select(
        Specifier, Operand, (specifier, operand) => (specifier, operand)).Array[4].Select(
        pairs => (StepKind.BulkRemove, pairs.SelectMany(pair => new[] { pair.specifier, pair.operand }).ToArray()));

    private static readonly Gen<(StepKind Kind, ulong[] Arguments)> Use = Gen.Select(
        Index, Among(0x80ul, 0x100ul, 0x180ul), (index, bits) => (StepKind.Use, new[] { index, bits }));

    /// <summary>Sequences of 4 to 70 steps for a machine with <paramref name="vcpus"/> vcpus.</summary>
    internal static Gen<GuestStep[]> Sequence(int vcpus) => Gen.Select(
        Gen.Frequency((10, Enter), (4, Remove), (2, Protect), (2, Read), (1, BulkRemove), (2, Use)),
        Gen.Int[0, vcpus - 1],
        (step, vcpu) => new GuestStep(step.Kind, vcpu, step.Arguments)).Array[4, 70];

    private static Gen<ulong> Among(params ulong[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
