// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using Kernel.PageTables;

namespace Kernel.Tests.Recordings;

/// <summary>
/// Invents a recording: a guest that does anything to a few groups of its table, on a machine that answers as the recorded ones did. It
/// knows nothing of memory slots and, unlike the port, takes every address and every page size.
/// </summary>
internal sealed class RecordedMachine
{
    private const int Order = 24;
    private const int Groups = 3;
    private const ulong Avpn = 1UL << 31;
    private const ulong AndCondition = 1UL << 30;
    private const ulong Exact = 1UL << 39;
    private const ulong ReadFour = 1UL << 37;
    private const ulong ProtectBits = (1UL << 63) | (3UL << 60) | 0xe07;

    private readonly HptImage _table = new(Order);
    private readonly List<string> _lines = [];
    private readonly Random _random;
    private readonly bool _usesMoreThanThePortKnows;
    private int _stores;

    public RecordedMachine(int seed, int steps, bool usesMoreThanThePortKnows)
    {
        _random = new Random(seed);
        _usesMoreThanThePortKnows = usesMoreThanThePortKnows;
        _lines.Add("Z,,24,,");
        for (int i = 0; i < steps; i++)
            Step();
        _lines.Add($"X,,24,,{_table.ComputeFingerprint():x16}");
    }

    /// <summary>The records.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The table at the end.</summary>
    public HptImage Table => _table;

    /// <summary>The recording in the CSV form: 64 MiB of memory.</summary>
    public static byte[] Csv(IEnumerable<string> lines) =>
        Encoding.UTF8.GetBytes("# RAM 0..0x3ffffff\nop,vcpu,args,ret,out\n" + string.Concat(lines.Select(line => line + "\n")));

    private void Step()
    {
        int vcpu = _random.Next(4) == 0 ? 1 : 0;
        switch (_random.Next(20))
        {
            case < 9:
                Enter(vcpu);
                break;
            case < 12:
                (ulong flags, ulong slot, ulong avpn) = Choose();
                Add('R', vcpu, [flags, slot, avpn], Remove(flags, slot, avpn, out HptEntry old), old.First, old.Second);
                break;
            case < 14:
                Protect(vcpu);
                break;
            case 14:
                Read(vcpu);
                break;
            case < 17:
                BulkRemove(vcpu);
                break;
            case 17:
                Store(vcpu);
                break;
            case 18 when _random.Next(20) == 0:
                _lines.Add($"M,{vcpu},{_lines.Count},,{_table.ComputeFingerprint():x16}");
                break;
            default:
                Other(vcpu);
                break;
        }
    }

    private void Other(int vcpu) => _lines.Add(_random.Next(3) switch
    {
        0 => $"C,{vcpu},,0,",
        1 => $"F,{vcpu},ffffffffffffffff 0,,",
        _ => $"V,{vcpu},200000000000 {vcpu:x} {0x1000000 + (0x1000 * vcpu):x},0,",
    });

    private ulong Slot() => _random.Next(200) == 0 ? 1UL << _random.Next(20, 56) : (8 * Number(Groups)) + Number(8);

    private (ulong Flags, ulong Slot, ulong Avpn) Choose()
    {
        ulong slot = Slot();
        HptEntry entry = slot < (ulong)_table.EntryCount ? _table[(int)slot] : default;
        ulong other = _random.Next(8) == 0 ? 0x80UL : 0;
        return _random.Next(4) switch
        {
            0 => (0, slot, 0),
            1 => (AndCondition, slot, _random.Next(2) == 0 ? 0x10UL : 0x50UL),
            _ => (Avpn, slot, (entry.First & ~0x7fUL) ^ other),
        };
    }

    private void Enter(int vcpu)
    {
        ulong flags = _random.Next(10) == 0 ? Exact : 0;
        ulong slot = Slot();
        ulong first = (Number(4) << 8) | (Number(2) << 62) | (Number(4) << 5) | (Number(2) << 4) | 1;
        ulong second = (Number(4) << 60) | (Number(8) << 9) | (Number(4) << 7) | 0x10 | Number(8);
        ulong address = Number(_usesMoreThanThePortKnows && _random.Next(4) == 0 ? 8 : 4) << 24;
        switch (_random.Next(_usesMoreThanThePortKnows ? 5 : 4))
        {
            case 0:
                second |= address | (Number(1 << 12) << 12);
                break;
            case 1:
                first |= 4;
                second |= address | (Number(1 << 8) << 16) | 0x1000;
                break;
            case 4:
                first |= 4;
                second |= address | 0x8000;
                break;
            default:
                first |= 4;
                second |= address;
                break;
        }
        long result = -4;
        ulong taken = 0;
        if (slot < (ulong)_table.EntryCount)
        {
            int begin = flags != 0 ? (int)slot : (int)slot & ~7;
            int end = flags != 0 ? begin + 1 : begin + 8;
            while (begin < end && _table[begin].IsValid)
                begin++;
            taken = (ulong)begin;
            result = begin < end ? 0 : -6;
            if (result == 0)
                _table[begin] = new HptEntry(first & ~0x60UL, second);
        }
        Add('E', vcpu, [flags, slot, first, second], result, taken);
    }

    private long Remove(ulong flags, ulong slot, ulong avpn, out HptEntry old)
    {
        old = default;
        if (slot >= (ulong)_table.EntryCount)
            return -4;
        HptEntry entry = _table[(int)slot];
        if (!entry.IsValid || ((flags & Avpn) != 0 && (entry.First & ~0x7fUL) != avpn) || (
            (flags & AndCondition) != 0 && (entry.First & avpn) != 0))
            return -7;
        old = entry;
        _table[(int)slot] = default;
        return 0;
    }

    private void Protect(int vcpu)
    {
        (ulong flags, ulong slot, ulong avpn) = Choose();
        flags = (flags & Avpn) | (Number(8) << 9) | Number(8) | (Number(2) << 8) | (Number(4) << 12);
        long result = -4;
        if (slot < (ulong)_table.EntryCount)
        {
            HptEntry entry = _table[(int)slot];
            result = !entry.IsValid || ((flags & Avpn) != 0 && (entry.First & ~0x7fUL) != avpn) ? -7 : 0;
            if (result == 0)
            {
                ulong bits = ((flags << 55) & (1UL << 63)) | ((flags << 48) & (3UL << 60)) | (flags & 0xe07);
                _table[(int)slot] = entry with { Second = (entry.Second & ~ProtectBits) | bits };
            }
        }
        Add('P', vcpu, [flags, slot, avpn], result);
    }

    private void Read(int vcpu)
    {
        ulong flags = _random.Next(2) == 0 ? ReadFour : 0;
        ulong slot = Slot();
        if (slot >= (ulong)_table.EntryCount)
        {
            Add('D', vcpu, [flags, slot], -4);
            return;
        }
        int first = flags != 0 ? (int)slot & ~3 : (int)slot;
        IEnumerable<HptEntry> entries = Enumerable.Range(first, flags != 0 ? 4 : 1).Select(i => _table[i]);
        Add('D', vcpu, [flags, slot], 0, [.. entries.SelectMany(entry => new[] { entry.First, entry.Second })]);
    }

    private void BulkRemove(int vcpu)
    {
        int count = _random.Next(1, 5);
        List<ulong> arguments = [];
        List<ulong> answers = [];
        long result = 0;
        for (int i = 0; i < count; i++)
        {
            (ulong flags, ulong slot, ulong avpn) = Choose();
            ulong type = _random.Next(50) == 0 ? 0UL : 1;
            ulong kind = flags == 0 ? 0UL : flags == AndCondition ? 1UL : 2;
            arguments.AddRange([(type << 62) | (kind << 56) | slot, avpn]);
            if (result != 0)
                continue;
            HptEntry old = default;
            long outcome = type == 1 ? Remove(flags, slot, avpn, out old) : -4;
            ulong code = outcome == 0 ? 0x80UL | ((old.Second >> 5) & 0xc) : outcome == -7 ? 0x90UL : 0xa0UL;
            answers.Add(((code | kind) << 56) | slot);
            result = outcome == -4 ? -4 : 0;
        }
        if (count < 4)
            arguments.Add(3UL << 62);
        Add('B', vcpu, arguments, result, [.. answers]);
    }

    private void Store(int vcpu)
    {
        ulong slot = Slot();
        if (slot >= (ulong)_table.EntryCount || !_table[(int)slot].IsValid)
            return;
        bool isReferenced = _stores++ % 2 == 0;
        ulong bit = isReferenced ? HptEntry.ReferencedBit : HptEntry.ChangedBit;
        HptEntry entry = _table[(int)slot];
        entry = entry with { Second = entry.Second | bit };
        _table[(int)slot] = entry;
        ulong value = (entry.Second >> (isReferenced ? 8 : 0)) & 0xff;
        _lines.Add($"{(isReferenced ? 'r' : 'c')},{vcpu},{slot:x} {value:x},,");
    }

    private void Add(char letter, int vcpu, IReadOnlyList<ulong> arguments, long result, params ulong[] outputs)
    {
        bool hasOutputs = letter == 'B' || (result == 0 && letter != 'P');
        _lines.Add(
            string.Create(CultureInfo.InvariantCulture, $"{letter},{vcpu},{Join(arguments)},{result},{(hasOutputs ? Join(outputs) : "")}"));
    }

    private ulong Number(int limit) => (uint)_random.Next(limit);

    private static string Join(IEnumerable<ulong> words) =>
        string.Join(' ', words.Select(word => word.ToString("x", CultureInfo.InvariantCulture)));
}
