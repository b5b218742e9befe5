// SPDX-License-Identifier: GPL-2.0-only
using CsCheck;
using Kernel.Machine.Translation;
using Kernel.Tests.Properties;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: groups and slots that are written lie inside the fixture's table.
/// <summary>The product's search against <see cref="IsaSearch"/>, with and without TLB.</summary>
/// <remarks>
/// A plan that fails is shortened, and its seed is printed: <c>CsCheck_Seed</c> replays it, <c>CsCheck_Iter</c> makes a run longer.
/// </remarks>
[TestFixture]
public sealed unsafe class HashSearchPropertyTests : TranslationFixture
{
    private const int Plans = 4000;
    private const int GroupBits = 11;
    private const ulong WithoutN = ~0x0cul;

    private static int Iterations => Environment.GetEnvironmentVariable("CsCheck_Iter") is { Length: > 0 } ? -1 : Plans;

    private static bool IsReplay => Environment.GetEnvironmentVariable("CsCheck_Seed") is { Length: > 0 };

    [Test]
    public void TheSearchFindsWhatTheIsaFinds()
    {
        var coverage = new OutcomeCoverage();
        SearchPlan.Any.Sample(plan => Play(plan, coverage, wrongGroup: false), iter: Iterations, threads: 1);
        if (!IsReplay)
        {
            coverage.Require(
                "found 4 KB in 256 MB primary", "found 4 KB in 256 MB secondary",
                "found 4 KB in 1 TB primary", "found 4 KB in 1 TB secondary",
                "found 64 KB in 256 MB primary", "found 64 KB in 256 MB secondary",
                "found 64 KB in 1 TB primary", "found 64 KB in 1 TB secondary",
                "found 16 MB in 256 MB primary", "found 16 MB in 256 MB secondary",
                "found 16 MB in 1 TB primary", "found 16 MB in 1 TB secondary",
                "found by one of several", "no segment", "no such page size", "not found in an empty group", "not found beside others");
        }
    }

    // The comparison can fail: entries that the reference expects in the secondary group, moved to the next one, are missed.
    [Test]
    public void AWrongGroupIsFoundOut() =>
        Assert.That(
            () => SearchPlan.Any.Sample(plan => Play(plan, new OutcomeCoverage(), wrongGroup: true), iter: 500, threads: 1),
            Throws.Exception.With.Message.Contains("CsCheck_Seed"));

    private void Play(SearchPlan plan, OutcomeCoverage coverage, bool wrongGroup)
    {
        new Span<ulong>(Table, Groups * 16).Clear();
        Kernel.Machine.Translation.Tlb.Flush(Tlb);
        Registers.Slb.Clear();
        var slb = new List<(ulong Rb, ulong Rs)>();
        for (int i = 0; i < plan.Segments.Length; i++)
        {
            slb.Add((plan.Segments[i].Rb(i), plan.Segments[i].Rs));
            Registers.Slb.Insert(slb[i].Rb, slb[i].Rs);
        }
        var addresses = new List<ulong>();
        foreach (SearchPlan.Entry entry in plan.Entries)
        {
            int number = entry.InSegment % plan.Segments.Length;
            ulong address = plan.Segments[number].Address(number, entry.Offset);
            WriteEntry(slb[number].Rs, address, entry);
            addresses.Add(address);
            addresses.Add(entry.ProbedBit < 0 ? address : address ^ 1ul << entry.ProbedBit);
        }

        // Each address once without TLB, then twice with it: the second time it may be known.
        foreach (ulong address in addresses)
            Compare(slb, address, null, coverage, wrongGroup);
        foreach (ulong address in addresses.Concat(addresses))
            Compare(slb, address, Tlb, new OutcomeCoverage(), wrongGroup);
    }

    private void WriteEntry(ulong rs, ulong address, SearchPlan.Entry plan)
    {
        int p = IsaSearch.PageBits(rs) ?? 16;
        UInt128 va = IsaSearch.VirtualAddress(rs, address);
        ulong first = IsaSearch.First(rs, va, p, plan.IsSecondary);

        // The page number without the bits that belong to LP; PP 2, so that whatever bit is turned round a load of key 0 is allowed.
        ulong second = plan.RealPage << p & 0x0fff_ffff_ffff_f000 | (p == 16 ? 0x1000ul : 0) | 2;
        int group = IsaSearch.Group(IsaSearch.Hash(rs, va, p), plan.IsSecondary, GroupBits);
        if (plan.SpoiltBit is >= 0 and < 64)
            first ^= 1ul << plan.SpoiltBit;
        else if (plan.SpoiltBit >= 64)
            second ^= 1ul << (plan.SpoiltBit - 64);

        // Of the AVA of a 16 MB page the lowest bit has to be 0; the ISA does not say what becomes of an entry that has it set.
        if (IsaSearch.PageBitsOfEntry(first, second) == 24)
            first &= ~0x80ul;
        Enter(group, plan.Slot, first, second & WithoutN);
    }

    private void Compare(List<(ulong Rb, ulong Rs)> slb, ulong address, Tlb* tlb, OutcomeCoverage coverage, bool wrongGroup)
    {
        StorageInterrupt interrupt = AddressTranslator.Translate(Registers, address, AccessKind.Load, tlb, out ulong real);
        int number = IsaSearch.FindSegment(slb, address);
        if (number < 0)
        {
            coverage.Count("no segment");
            Require(interrupt == new StorageInterrupt(0x380, 0), $"0x{address:x} is in no segment, but got {interrupt}");
            return;
        }
        ulong rs = slb[number].Rs;
        if (IsaSearch.PageBits(rs) is not int p)
        {
            coverage.Count("no such page size");
            Require(
                interrupt == new StorageInterrupt(0x300, 0x4000_0000),
                $"0x{address:x} has no page size, but got {interrupt}");
            return;
        }

        List<int> matches = [];
        int inGroups = 0;
        string group = "primary";
        foreach (bool isSecondary in new[] { false, true })
        {
            if (matches.Count != 0)
                break;
            group = isSecondary ? "secondary" : "primary";
            CollectMatches(rs, address, p, isSecondary, wrongGroup, matches, ref inGroups);
        }
        if (matches.Count == 0)
        {
            coverage.Count(inGroups == 0 ? "not found in an empty group" : "not found beside others");
            Require(
                interrupt == new StorageInterrupt(0x300, 0x4000_0000),
                $"0x{address:x} is in no entry, but got {interrupt} or 0x{real:x}");
            return;
        }
        coverage.Count($"found {(p == 12 ? "4 KB" : p == 16 ? "64 KB" : "16 MB")} in {(rs >> 62 == 1 ? "1 TB" : "256 MB")} {group}");
        if (matches.Count > 1)
            coverage.Count("found by one of several");
        Require(interrupt.IsNone, $"0x{address:x} is in entry {matches[0]}, but got {interrupt}");
        Require(
            matches.Any(index => IsaSearch.RealAddress(Table[index * 2 + 1], address, p) == real),
            $"0x{address:x} is in entry {matches[0]}, but got 0x{real:x}");
    }

    private void CollectMatches(ulong rs, ulong address, int p, bool isSecondary, bool wrongGroup, List<int> matches, ref int inGroups)
    {
        UInt128 va = IsaSearch.VirtualAddress(rs, address);
        int group = IsaSearch.Group(IsaSearch.Hash(rs, va, p), isSecondary, GroupBits) ^ (wrongGroup && isSecondary ? 1 : 0);
        for (int index = group * 8; index < group * 8 + 8; index++)
        {
            inGroups += Table[index * 2] != 0 ? 1 : 0;
            if (IsaSearch.Matches(Table[index * 2], Table[index * 2 + 1], rs, va, p, isSecondary))
                matches.Add(index);
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }
}
