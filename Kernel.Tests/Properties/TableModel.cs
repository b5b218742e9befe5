// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;
using static Linux.include.asm.kvm_book3s_64_h;

namespace Kernel.Tests.Properties;

/// <summary>
/// A model of the hypercalls on the hashed page table: LoPAR with the original's documented deviations, on a POWER7 with every erratum
/// corrected. It is written from LoPAR and the list of deviations, not from the code, and has its own copies of all numbers.
/// </summary>
/// <remarks>
/// Deviations in the model: an address that is not aligned to its page size is rounded down; V is forced on; the order of H_ENTER's
/// tests is page size, slot, page, WIMG, index; WIMG 0010 and 1110 are both accepted; H_BULK_REMOVE does not mask its ANDCOND operand;
/// H_PROTECT keeps R.
/// </remarks>
internal sealed class TableModel(IReadOnlyList<TableModel.Slot> slots, int vcpus, ulong lpid)
{
    private const long Success = 0;
    private const long Parameter = -4;
    private const long GroupFull = -6;
    private const long NotFound = -7;

    private const ulong EntryCount = 1 << 20;
    private const ulong HugePageMask = (1 << 24) - 1;
    private const ulong ReadAll = 0x0fff_ffff_ffff_f000;     // hides the real page number in H_READ without translation

    // LoPAR numbers the bits of the flags from the most significant.
    private const ulong Exact = 1ul << (63 - 24);
    private const ulong Translate = 1ul << (63 - 25);
    private const ulong ReferenceAndChange = 0x180;
    private const ulong ReadFour = 1ul << (63 - 26);
    private const ulong Avpn = 1ul << (63 - 32);
    private const ulong AndCondition = 1ul << (63 - 33);

    // The bits of the second doubleword that H_PROTECT changes.
    private const ulong ProtectionBits = 0xb000_0000_0000_0e07;

    private readonly Dictionary<ulong, Entry> _entries = [];
    private readonly HashSet<ulong> _pinned = [];

    /// <summary>A memory slot: its guest address, and the real address of each of its 16 MB pages.</summary>
    internal sealed record Slot(ulong GuestAddress, IReadOnlyList<ulong> RealAddresses)
    {
        internal ulong End => GuestAddress + ((ulong)RealAddresses.Count << 24);
    }

    /// <summary>An entry: its doublewords, and the second doubleword that the guest passed.</summary>
    internal readonly record struct Entry(ulong V, ulong R, ulong GuestR)
    {
        internal bool IsValid => (V & 1) != 0;

        /// <summary>The guest's second doubleword with the R and C bits that the processor recorded.</summary>
        internal ulong GuestView => (GuestR & ~ReferenceAndChange) | (R & ReferenceAndChange);
    }

    /// <summary>The real addresses of the pages that are pinned.</summary>
    internal IReadOnlySet<ulong> Pinned => _pinned;

    internal int ValidCount => _entries.Values.Count(entry => entry.IsValid);

    internal Entry EntryAt(ulong index) => _entries.GetValueOrDefault(index);

    /// <summary>Applies a step to the model's table and returns the expected result.</summary>
    internal Expectation Apply(GuestStep step)
    {
        IReadOnlyList<ulong> a = step.Arguments;
        return step.Kind switch
        {
            StepKind.Enter => Enter(a, a[0], a[1], a[2], a[3]),
            StepKind.Remove => Remove(a, a[0], a[1], a[2]),
            StepKind.Protect => Protect(a, a[0], a[1], a[2]),
            StepKind.Read => Read(a, a[0], a[1]),
            StepKind.BulkRemove => BulkRemove(a),
            StepKind.Use => Use(a, a[0], a[1]),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
    }

    private static Expectation Answer(
        long result, IReadOnlyList<ulong> registers, HypercallPath path =
            HypercallPath.RealMode, params IReadOnlyList<TlbInvalidation> invalidations) =>
        new(result, path, registers, invalidations);

    private static ulong PageSizeOf(ulong v, ulong r)
    {
        bool large = (v & 4) != 0;
        return !large ? 1ul << 12 : (r & 0xf000) == 0x1000 ? 1ul << 16 : (r & 0xff000) == 0 ? 1ul << 24 : 0;
    }

    private Expectation Enter(IReadOnlyList<ulong> arguments, ulong flags, ulong index, ulong v, ulong r)
    {
        ulong size = PageSizeOf(v, r);
        bool reservedSegmentSize = v >> 62 >= 2;
        bool oddHugePage = size == 1 << 24 && (v & 0x80) != 0;
        if (size == 0 || reservedSegmentSize || oddHugePage)
            return Answer(Parameter, arguments);

        ulong address = r & 0x0fff_ffff_ffff_f000 & ~(size - 1);
        Slot? slot = slots.SingleOrDefault(candidate => address >= candidate.GuestAddress && address < candidate.End);
        if (slot is null)
            return Answer(Parameter, arguments);
        ulong real = slot.RealAddresses[(int)((address - slot.GuestAddress) >> 24)];
        HypercallPath path = _pinned.Contains(real) ? HypercallPath.RealMode : HypercallPath.VirtualMode;

        ulong storageControl = (r >> 3) & 0xf;
        if (storageControl is not (0b0010 or 0b1110) || index >= EntryCount)
            return Answer(Parameter, arguments, path);
        _pinned.Add(real);

        ulong chosen = index;
        if ((flags & Exact) == 0)
        {
            chosen = index & ~7ul;
            while ((chosen & 7) != 7 && EntryAt(chosen).IsValid)
                chosen++;
        }
        if (EntryAt(chosen).IsValid)
            return Answer(GroupFull, arguments, path);

        // Keeps the guest's bits below the page size, and bits 63 to 60, which are not part of the address.
        ulong kept = r & ((size - 1) | 0xf000_0000_0000_0000);
        _entries[chosen] = new Entry((v & ~0x60ul) | 1, kept | real | (address & HugePageMask), r);
        return Answer(Success, [chosen, .. arguments.Skip(1)], path);
    }

    private Expectation Remove(IReadOnlyList<ulong> arguments, ulong flags, ulong index, ulong operand)
    {
        if (index >= EntryCount)
            return Answer(Parameter, arguments);
        Entry entry = EntryAt(index);
        if (!entry.IsValid
            || ((flags & Avpn) != 0 && (entry.V & ~0x7ful) != operand)
            || ((flags & AndCondition) != 0 && (entry.V & operand) != 0))
            return Answer(NotFound, arguments);
        _entries[index] = entry with { V = 0 };
        return Answer(Success, [entry.V, entry.GuestView, .. arguments.Skip(2)], HypercallPath.RealMode, Invalidation(entry, index));
    }

    private Expectation Protect(IReadOnlyList<ulong> arguments, ulong flags, ulong index, ulong avpn)
    {
        if (index >= EntryCount)
            return Answer(Parameter, arguments);
        Entry entry = EntryAt(index);
        if (!entry.IsValid || ((flags & Avpn) != 0 && (entry.V & ~0x7ful) != avpn))
            return Answer(NotFound, arguments);
        // pp0, the five key bits, N, pp1 and pp2
        ulong bits = ((flags >> 8) & 1) << 63 | ((flags >> 12) & 3) << 60 | (flags & 0xe07);
        Entry changed = entry with { R = (entry.R & ~ProtectionBits) | bits, GuestR = (entry.GuestR & ~ProtectionBits) | bits };
        _entries[index] = changed;
        return Answer(Success, arguments, HypercallPath.RealMode, Invalidation(changed, index));
    }

    private Expectation Read(IReadOnlyList<ulong> arguments, ulong flags, ulong index)
    {
        if (index >= EntryCount)
            return Answer(Parameter, arguments);
        bool four = (flags & ReadFour) != 0;
        ulong first = four ? index & ~3ul : index;
        List<ulong> registers = [];
        for (ulong i = first; i < first + (four ? 4ul : 1); i++)
        {
            Entry entry = EntryAt(i);
            registers.Add(entry.V);
            ulong translated = entry.GuestR | (entry.R & ReferenceAndChange);
            registers.Add(!entry.IsValid ? entry.GuestView : (flags & Translate) != 0 ? translated : entry.R | ReadAll);
        }
        return Answer(Success, [.. registers, .. arguments.Skip(registers.Count)]);
    }

    private Expectation BulkRemove(IReadOnlyList<ulong> arguments)
    {
        ulong[] registers = [.. arguments];
        List<TlbInvalidation> invalidations = [];
        for (int i = 0; i < 8; i += 2)
        {
            ulong index = registers[i] & 0x00ff_ffff_ffff_ffff;
            ulong type = registers[i] >> 62;
            ulong condition = (registers[i] >> 56) & 3;
            if (type == 3)
                break;
            if (type != 1 || condition == 3 || index >= EntryCount)
            {
                registers[i] = (0xa0 | condition) << 56 | index;
                return Answer(Parameter, registers, HypercallPath.RealMode, invalidations);
            }
            Entry entry = EntryAt(index);
            bool found = entry.IsValid && condition switch
            {
                0 => true,
                1 => (entry.V & registers[i + 1]) == 0,
                _ => (entry.V & ~0x7ful) == registers[i + 1],
            };
            if (found)
            {
                _entries[index] = entry with { V = 0 };
                invalidations.AddRange(Invalidation(entry, index));
                ulong referenceAndChange = ((entry.R >> 8) & 1) << 3 | ((entry.R >> 7) & 1) << 2;
                registers[i] = (0x80 | condition | referenceAndChange) << 56 | index;
            }
            else
                registers[i] = (0x90 | condition) << 56 | index;
        }
        return Answer(Success, registers, HypercallPath.RealMode, invalidations);
    }

    private Expectation Use(IReadOnlyList<ulong> arguments, ulong index, ulong bits)
    {
        if (EntryAt(index) is { IsValid: true } entry)
            _entries[index] = entry with { R = entry.R | (bits & 0x180) };
        return Answer(Success, arguments);
    }

    // Other tests compare RB with the original; this model checks the number, LPID and scope of the invalidations.
    private IReadOnlyList<TlbInvalidation> Invalidation(Entry entry, ulong index)
    {
        ulong rb = compute_tlbie_rb(entry.V, entry.R, index);
        bool everywhere = vcpus > 1;        // no vcpu is in the guest, so H_LOCAL is not believed
        return [new TlbInvalidation(rb, everywhere ? lpid : 0, everywhere)];
    }
}
