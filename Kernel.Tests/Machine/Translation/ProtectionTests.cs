// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: the entry is one of the table's, which lives until the test is over.
/// <summary>What PP, Ks and Kp, N, G and the storage keys allow, and what an access leaves in R and C.</summary>
/// <remarks>
/// One page, 0x30005000: segment 3, VSID 0x12345, page 5; 0x12345 ^ 5 = 0x12340, cut to 11 bits 0x340; AVPN 0, so the first doubleword is
/// VSID &lt;&lt; 12 and V.
/// </remarks>
[TestFixture]
public sealed unsafe class ProtectionTests : TranslationFixture
{
    private const ulong Address = 0x3000_5123;
    private const ulong Real = 0x7654_3000;
    private const ulong Coherent = 0x10;
    private const ulong PageNoExecute = 0x4;
    private const ulong Guarded = 0x8;
    private const ulong Referenced = 0x100;
    private const ulong Changed = 0x80;

    private ulong* _entry;

    private ulong Second
    {
        get => _entry[1];
        set => _entry[1] = value;
    }

    [SetUp]
    public void MapThePage() => _entry = Enter(0x340, 2, 0x1234_5001, Real | Coherent | 2);

    // Power ISA 2.06 Book III-S, 5.7.9.1: by key 0 and 1, what PP allows.
    [Test]
    public void ProtectionIsThatOfTheTable(
        [Values(0, 1, 2, 3, 6)] int pp, [Values] bool ks, [Values] bool kp, [Values] bool pr,
        [Values("Load", "Store", "Fetch")] string access, [Values] bool fromTlb)
    {
        (string key0, string key1) = pp switch
        {
            0 => ("read/write", "no access"),
            1 => ("read/write", "read only"),
            2 => ("read/write", "read/write"),
            3 => ("read only", "read only"),
            _ => ("read only", "no access"),
        };
        string allowed = (pr ? kp : ks) ? key1 : key0;
        bool mayHappen = access == "Store" ? allowed == "read/write" : allowed != "no access";

        if (fromTlb)
        {
            MapSegment(0);
            Second = Real | Coherent | PpField(pp);
            LoadIfPossible();
        }
        MapSegment((ks ? Ks : 0) | (kp ? Kp : 0));
        Second = Real | Coherent | PpField(pp);
        Registers.Msr = Ir | Dr | (pr ? Pr : 0);
        if (mayHappen)
        {
            Assert.That(Reach(Address, Kind(access), fromTlb ? Tlb : null), Is.EqualTo(Real | 0x123));
        }
        else
        {
        {
            ulong reason = access == "Store" ? NotPermitted | WasStore : NotPermitted;
            ExpectInterrupt(Address, Kind(access), access == "Fetch" ? 0x400u : 0x300u, reason, fromTlb ? Tlb : null);
        }
            Assert.That(Second & (Referenced | Changed), Is.Zero, "and it leaves no mark");
        }

        // Every PP lets a load of key 0 through.
        void LoadIfPossible()
        {
            Registers.Msr = Ir | Dr;
            Reach(Address, AccessKind.Load, Tlb);
        }
    }

    [Test]
    public void StoreThroughAReadOnlyPageIsAProtectionFault()
    {
        MapSegment(0);
        Second = Real | Coherent | 3;
        Reach(Address, AccessKind.Load);
        ExpectInterrupt(Address, AccessKind.Store, 0x300, 0x0a00_0000);
    }

    [TestCase(0ul, PageNoExecute, TestName = "NothingIsExecutedFromANoExecutePage")]
    [TestCase(0ul, Guarded, TestName = "NothingIsExecutedFromGuardedStorage")]
    [TestCase(SegmentNoExecute, 0ul, TestName = "NothingIsExecutedFromANoExecuteSegment")]
    public void NoExecuteKeepsFetchesAwayAndNothingElse(ulong inSegment, ulong inPage)
    {
        MapSegment(inSegment);
        Second = Real | Coherent | inPage | 2;
        ExpectInterrupt(Address, AccessKind.Fetch, 0x400, NotExecutable);
        Assert.That(Second & Referenced, Is.Zero);
        Reach(Address, AccessKind.Load);
        Reach(Address, AccessKind.Store);
    }

    // AMR bits 2n and 2n + 1 from the left, for stores and loads of key n; all other keys' bits are the opposite of its own.
    [Test]
    public void AStorageKeyForbidsWhatItsTwoBitsSay(
        [Range(0, 31)] int key, [Values] bool noStores, [Values] bool noLoads, [Values] bool fromTlb)
    {
        MapSegment(0);
        Second = Real | Coherent | KeyField(key) | 2;
        if (fromTlb)
            Reach(Address, AccessKind.Store, Tlb);
        ulong own = 3ul << (62 - 2 * key);
        ulong forbidden = (noStores ? 1ul << (63 - 2 * key) : 0) | (noLoads ? 1ul << (62 - 2 * key) : 0);
        Registers.Amr = ~forbidden & ~own | forbidden;

        Check(AccessKind.Load, noLoads, ForbiddenByKey);
        Check(AccessKind.Store, noStores, ForbiddenByKey | WasStore);
        Check(AccessKind.Fetch, false, 0);

        void Check(AccessKind kind, bool isForbidden, ulong reason)
        {
            if (isForbidden)
                ExpectInterrupt(Address, kind, 0x300, reason, fromTlb ? Tlb : null);
            else
                Reach(Address, kind, fromTlb ? Tlb : null);
        }
    }

    [Test]
    public void ProtectionAndKeyMayBothForbid()
    {
        MapSegment(0);
        Second = Real | Coherent | 3;
        Registers.Amr = ulong.MaxValue;
        ExpectInterrupt(Address, AccessKind.Store, 0x300, NotPermitted | ForbiddenByKey | WasStore);
    }

    [Test]
    public void APpc970HasNoStorageKeys()
    {
        MapSegment(0);
        Registers.IsArch206 = false;
        Registers.Amr = ulong.MaxValue;
        Reach(Address, AccessKind.Load);
        Reach(Address, AccessKind.Store);
    }

    [TestCase("Load", 0x100ul), TestCase("Fetch", 0x100ul), TestCase("Store", 0x180ul)]
    public void AnAccessSetsRAndAStoreC(string access, ulong bits)
    {
        MapSegment(0);
        Reach(Address, Kind(access));
        Assert.That(Second, Is.EqualTo(Real | Coherent | 2 | bits));
        Assert.That(_entry[0], Is.EqualTo(0x1234_5001ul));
    }

    [Test]
    public void LoadsKeepC()
    {
        MapSegment(0);
        Second = Real | Coherent | Changed | 2;
        Reach(Address, AccessKind.Load);
        Assert.That(Second, Is.EqualTo(Real | Coherent | Changed | Referenced | 2));
    }

    [Test]
    public void ARefusedStoreSetsNoC()
    {
        MapSegment(0);
        Second = Real | Coherent | 3;
        ExpectInterrupt(Address, AccessKind.Store, 0x300, NotPermitted | WasStore);
        Assert.That(Second & Changed, Is.Zero);
    }

    // LPCR[VPM1]: what the table does not let through goes to the hypervisor also with relocation on.
    [Test]
    public void WithVirtualizedPartitionMemoryTheHypervisorGetsTheInterrupts()
    {
        MapSegment(0);
        Registers.Lpcr = Vpm1;
        ExpectInterrupt(0x3000_6000, AccessKind.Load, 0xe00, NotFound);
        ExpectInterrupt(0x3000_6000, AccessKind.Store, 0xe00, NotFound | WasStore);
        ExpectInterrupt(0x3000_6000, AccessKind.Fetch, 0xe20, NotFound);
        Second = Real | Coherent | PageNoExecute | 3;
        ExpectInterrupt(Address, AccessKind.Store, 0xe00, NotPermitted | WasStore);
        ExpectInterrupt(Address, AccessKind.Fetch, 0xe20, NotExecutable);
    }

    [TestCase(0ul), TestCase(Vpm0)]
    public void WithoutItTheGuestGetsThem(ulong lpcr)
    {
        MapSegment(0);
        Registers.Lpcr = lpcr;
        ExpectInterrupt(0x3000_6000, AccessKind.Load, 0x300, NotFound);
        ExpectInterrupt(0x3000_6000, AccessKind.Store, 0x300, NotFound | WasStore);
        ExpectInterrupt(0x3000_6000, AccessKind.Fetch, 0x400, NotFound);
    }

    private void MapSegment(ulong flags) => Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000 | flags);

    // PP is bit 0 and bits 62:63.
    private static ulong PpField(int pp) => (ulong)(pp >> 2) << 63 | (uint)(pp & 3);

    // The key is bits 2:3 and 52:54.
    private static ulong KeyField(int key) => (ulong)(key >> 3) << 60 | (ulong)(key & 7) << 9;
}
