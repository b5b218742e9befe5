// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kernel.VirtualMachines;
using Linux;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.compiler_h;

namespace Kernel.Recordings.Vectors;

// Unsafe: made and used within one line, on a machine that is not destroyed; areas are permanent blocks of the system. Reads behind an
// array stay in the slack that SetupOperations puts there, because no slot was ever larger than maxPageCounts says.
/// <summary>The state of a whole scenario at a <c>chk</c> line: digests of the tables and everything that can be counted.</summary>
internal sealed unsafe class Checkpoint(
    KvmSystem system, VirtualMachine machine, IReadOnlyList<nint> areas, IReadOnlyDictionary<int, ulong> maxPageCounts)
{
    private const int WordsAtOnce = 1 << 13;

    internal JsonObject Take()
    {
        kvm* kvm = machine.Kvm;
        int done = READ_ONCE(&kvm->arch.rma_setup_done);
        var result = new JsonObject
        {
            ["hpt"] = Digest([machine.HashedPageTable.Words.ToArray()]),
            ["valid"] = machine.HashedPageTable.ValidCount,
            // The reverse map has HPT_NPTE words.
            ["revmap"] = Digest([MemoryMarshal.CreateReadOnlySpan(ref kvm->arch.revmap[0].guest_rpte, (int)HPT_NPTE).ToArray()]),
            ["slot_phys"] = DigestSlots(),
            ["slots"] = Slots(),
            ["lpcr"] = Hex(kvm->arch.lpcr),
            ["rmor"] = Hex(kvm->arch.rmor),
            ["rma_done"] = done,
            ["pc"] = ReferenceCounts(system),
            ["dirty"] = DirtyPages(system),
            ["rma_use"] = AreaUses(areas),
        };
        if (BeyondTheArrays() is { Count: > 0 } beyond)
            result["oob"] = beyond;
        return result;
    }

    internal static JsonArray ReferenceCounts(KvmSystem system) =>
        [.. system.PhysicalMemory.UnusualReferenceCounts().Select(page => (JsonNode)new JsonArray(Hex(page.Pfn), page.Count))];

    internal static JsonArray DirtyPages(KvmSystem system) => [.. system.PhysicalMemory.DirtyPages().Select(pfn => (JsonNode)Hex(pfn))];

    internal static JsonArray AreaUses(IReadOnlyList<nint> areas) => [.. areas.Select(area => (JsonNode)UsesOf(area))];

    private static int UsesOf(nint area) => atomic_read(&((kvmppc_rma_info*)area)->use_count);

    private static string Hex(ulong value) => value.ToString("x");

    private static string Digest(IEnumerable<ulong[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ulong[WordsAtOnce];
        foreach (ulong[] words in parts)
        {
            for (int done = 0; done < words.Length; done += WordsAtOnce)
            {
                Span<ulong> chunk = buffer.AsSpan(0, Math.Min(WordsAtOnce, words.Length - done));
                if (BitConverter.IsLittleEndian)
                    BinaryPrimitives.ReverseEndianness(words.AsSpan(done, chunk.Length), chunk);
                else
                    words.AsSpan(done, chunk.Length).CopyTo(chunk);
                hash.AppendData(MemoryMarshal.AsBytes(chunk));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<int> SlotsWithAnArray() => Enumerable.Range(0, KVM_MEM_SLOTS_NUM).Where(slot => !IsNull(slot));

    private bool IsNull(int slot) => machine.Kvm->arch.slot_phys[slot].is_null;

    private string DigestSlots() => Digest(SlotsWithAnArray().Select(slot =>
    {
        ulong[] pages = machine.ReadSlotPages(slot);
        return (ulong[])[(ulong)slot, (ulong)pages.Length, .. pages];
    }));

    private JsonObject Slots()
    {
        var slots = new JsonObject();
        foreach (int slot in SlotsWithAnArray())
            slots[$"{slot}"] = new JsonArray([.. machine.ReadSlotPages(slot).Select(word => (JsonNode)Hex(word))]);
        return slots;
    }

    // A slot that came back larger than its array (E04) wrote behind it; no further than its largest size.
    private JsonArray BeyondTheArrays()
    {
        var beyond = new JsonArray();
        foreach (int slot in SlotsWithAnArray())
        {
            vmalloc_ptr<ulong> physp = machine.Kvm->arch.slot_phys[slot];
            for (ulong i = (ulong)machine.Kvm->arch.slot_npages[slot]; i < maxPageCounts.GetValueOrDefault(slot); i++)
            {
                if (physp[i] != 0)
                    beyond.Add(new JsonArray(slot, (long)i, Hex(physp[i])));
            }
        }
        return beyond;
    }
}
