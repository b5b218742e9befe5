// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using Kernel.Native;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: table, SLB and TLB are blocks of the heap, made before each test and gone after it; groups and slots are inside the table.
/// <summary>One processor and an empty page table of the minimum size, 2^11 groups; both are freed after each test.</summary>
public abstract unsafe class TranslationFixture
{
    private protected const int SlbSize = 32;
    private protected const int Groups = 2048;
    private protected const ulong Lpid = 5;

    // MSR
    private protected const ulong Pr = 0x4000;
    private protected const ulong Ir = 0x20;
    private protected const ulong Dr = 0x10;

    // RB and RS of slbmte
    private protected const ulong SlbValid = 0x0800_0000;
    private protected const ulong OneTerabyte = 0x4000_0000_0000_0000;
    private protected const ulong Ks = 0x800;
    private protected const ulong Kp = 0x400;
    private protected const ulong SegmentNoExecute = 0x200;
    private protected const ulong Is16M = 0x100;
    private protected const ulong Is64K = 0x110;

    // LPCR
    private protected const ulong Vpm0 = 1ul << 63;
    private protected const ulong Vpm1 = 1ul << 62;
    private protected const ulong VrmaLarge = 1ul << 51;

    // DSISR and SRR1
    private protected const ulong NotFound = 0x4000_0000;
    private protected const ulong NotExecutable = 0x1000_0000;
    private protected const ulong NotPermitted = 0x0800_0000;
    private protected const ulong WasStore = 0x0200_0000;
    private protected const ulong ForbiddenByKey = 0x0020_0000;

    private protected TranslationRegisters Registers;

    private protected NativeHeap Heap { get; private set; } = null!;

    private protected ulong* Table { get; private set; }

    private protected Tlb* Tlb { get; private set; }

    [SetUp]
    public void MakeTheProcessor()
    {
        Heap = new NativeHeap();
        Table = (ulong*)Heap.Allocate("page table", Groups * 128, alignment: 1 << 18);
        Tlb = Kernel.Machine.Translation.Tlb.Create(Heap);
        Registers = new TranslationRegisters
        {
            Msr = Ir | Dr,
            Sdr1 = (ulong)Table,
            Lpid = Lpid,
            IsArch206 = true,
            Slb = new SegmentLookasideBuffer(
                (SlbEntry*)Heap.Allocate("SLB", (nuint)(SlbSize * sizeof(SlbEntry)), options: BlockOptions.Permanent), SlbSize),
        };
    }

    [TearDown]
    public void LeaveNothingBehind()
    {
        TlbSet.Reset();
        Heap.Free(Table);
        IReadOnlyList<NativeAllocation> leaks = Heap.Leaks;
        List<string> damage = Heap.TakeDamage();
        Heap.Dispose();
        Assert.That(damage, Is.Empty, "unmanaged memory that was written where nobody may");
        Assert.That(leaks, Is.Empty);
    }

    /// <summary>Writes an entry where the caller has computed that it belongs.</summary>
    private protected ulong* Enter(int group, int slot, ulong v, ulong r)
    {
        Assert.That(group, Is.InRange(0, Groups - 1));
        Assert.That(slot, Is.InRange(0, 7));
        ulong* entry = Table + (group * 8 + slot) * 2;
        entry[1] = r;
        Volatile.Write(ref entry[0], v);
        return entry;
    }

    /// <summary>Does an access that must succeed.</summary>
    private protected ulong Reach(ulong address, AccessKind kind, Tlb* tlb = null)
    {
        StorageInterrupt interrupt = AddressTranslator.Translate(Registers, address, kind, tlb, out ulong real);
        Assert.That(interrupt, Is.EqualTo(default(StorageInterrupt)), $"{kind} at 0x{address:x}");
        return real;
    }

    /// <summary>Does an access that must end in an interrupt.</summary>
    private protected void ExpectInterrupt(ulong address, AccessKind kind, uint vector, ulong reason, Tlb* tlb = null)
    {
        StorageInterrupt interrupt = AddressTranslator.Translate(Registers, address, kind, tlb, out _);
        Assert.That((interrupt.Vector, interrupt.Reason), Is.EqualTo((vector, reason)), $"{kind} at 0x{address:x}");
    }

    private protected static AccessKind Kind(string name) => Enum.Parse<AccessKind>(name);
}
