// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;
using System.Text.Json.Nodes;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Memory;
using Linux;
using static Linux.book3s_hv;
using static Linux.include.asm.page_h;

namespace Kernel.Recordings.Vectors;

// Unsafe: a file is followed in the line that found its descriptor open, and its private_data is the area that 'arma' took from the pool,
// a permanent block of the system.
/// <summary>The operations on the host's memory: <c>rma</c>, <c>arma</c>, <c>mrma</c>, <c>vma</c>, <c>hp</c>.</summary>
internal sealed unsafe class MemoryOperations(ScenarioState state)
{
    /// <summary>
    /// The maximum size of an area, mapping or slot: 256 GiB, the highest limit for real mode accesses that a processor has.
    /// </summary>
    internal const ulong MaxSize = 256ul << 30;

    private const ulong MaxSection = (1ul << 32) - 1;
    private const ulong AddressLimit = 1ul << 47;
    private const int MinErrno = -4095;

    private readonly HashSet<ulong> _sections = [];
    private readonly Dictionary<int, (ulong Start, ulong End, int Chunks)> _mappings = [];

    private static ulong PagesPerSection => PhysicalMemory.SectionSize >> PAGE_SHIFT;

    internal JsonObject? AddArea(OperationLine line)
    {
        ulong pages = line.Hex("npages", PagesPerSection, PagesPerSection, MaxSize >> PAGE_SHIFT);
        ulong pfn = line.Hex("pfn");
        TakeSections(line, [.. Sections(pfn, pages)]);
        state.System.Host.Memory.Register(pfn, pages, order: 0);
        state.Areas.Add((nint)state.System.AddRealModeArea(pfn, pages));
        return null;
    }

    internal JsonObject AllocateArea(OperationLine line)
    {
        int getfd = line.Int("getfd", MinErrno, int.MaxValue);
        if (getfd < 0)
            state.System.Instruments.Faults.FailNext(AllocationPoint.FileDescriptor, errno: getfd);
        kvm_allocate_rma result = default;
        long fd = kvm_vm_ioctl_allocate_rma(state.Machine.Kvm, &result);
        state.System.Instruments.Faults.Clear();        // an empty pool never asks for a descriptor
        return new JsonObject { ["ret"] = fd, ["size"] = EffectRecorder.Hex(result.rma_size) };
    }

    internal JsonObject MapArea(OperationLine line)
    {
        @file* file = state.System.Host.Files.Find(line.Int("fd", 0, int.MaxValue));
        if (file == null)
            throw line.Bad("fd", "a descriptor that 'arma' gave");
        var ri = (kvmppc_rma_info*)file->private_data;
        ulong[] frames = [.. Sections(ri->base_pfn, ri->npages)];
        ulong start = TakeRange(line, ri->npages << PAGE_SHIFT, (ulong)PAGE_SIZE, frames.Length);
        var options = new MappingOptions { Kind = MappingKind.RealModeArea, KernelPageSize = KernelPageSize(line), Frames = frames };
        state.System.Process.MapFile(start, file, ri->npages << PAGE_SHIFT, options);
        return new JsonObject { ["ret"] = 0 };
    }

    internal JsonObject? Map(OperationLine line)
    {
        MappingKind kind = line.String("kind") switch
        {
            "hugetlb" => MappingKind.HugePages,
            "small" => MappingKind.SmallPages,
            "compound" => MappingKind.CompoundPages,
            _ => throw line.Bad("kind", "hugetlb, small or compound"),
        };
        ulong unit = kind == MappingKind.HugePages ? PhysicalMemory.SectionSize : (ulong)PAGE_SIZE;
        ulong bytes = line.Hex("bytes", unit, unit, MaxSize);
        ulong[] frames = line.HexArray("pfn");
        int chunks = (int)((bytes + PhysicalMemory.SectionSize - 1) >> PhysicalMemory.SectionShift);
        if (frames.Length > chunks)
            throw line.Bad("pfn", $"at most {chunks} frames, one for each 16 MB of 'bytes'");
        var options = new MappingOptions
        {
            Kind = kind,
            Order = line.Int("order", 0, PhysicalMemory.SectionShift - PAGE_SHIFT),
            Writable = line.Flag("w"),
            Device = line.Flag("io"),
            KernelPageSize = KernelPageSize(line),
            Frames = frames,
        };
        TakeSections(line, frames);
        ulong start = TakeRange(line, bytes, unit, frames.Length);
        state.System.Process.MapAt(start, bytes, options);
        return null;
    }

    internal JsonObject? SetPresent(OperationLine line)
    {
        if (!_mappings.TryGetValue(line.Int("vma", 0, int.MaxValue), out (ulong Start, ulong End, int Chunks) mapping))
            throw line.Bad("vma", "the id of a mapping");
        if (mapping.Chunks == 0)
            throw line.Bad("vma", "the id of a mapping with frames");
        state.System.Process.SetPresent(mapping.Start, line.Int("k", 0, mapping.Chunks - 1), line.Flag("present"));
        return null;
    }

    private static IEnumerable<ulong> Sections(ulong pfn, ulong pages)
    {
        for (ulong done = 0; done < pages; done += PagesPerSection)
            yield return pfn + done;
    }

    private static ulong KernelPageSize(OperationLine line)
    {
        ulong size = line.Hex("kps");
        return BitOperations.IsPow2(size) && size >= (ulong)PAGE_SIZE && size <= PhysicalMemory.SectionSize
            ? size
            : throw line.Bad("kps", $"a power of two from {PAGE_SIZE:x} to {PhysicalMemory.SectionSize:x}");
    }

    private void TakeSections(OperationLine line, IReadOnlyList<ulong> frames)
    {
        var sections = new HashSet<ulong>();
        foreach (ulong frame in frames)
        {
            if (frame % PagesPerSection != 0 || frame / PagesPerSection > MaxSection)
                throw line.Bad("pfn", $"multiples of {PagesPerSection:x} up to {MaxSection * PagesPerSection:x}");
            if (_sections.Contains(frame / PagesPerSection) || !sections.Add(frame / PagesPerSection))
                throw line.Bad("pfn", $"frames that nothing else has, and {frame:x} is taken");
        }
        _sections.UnionWith(sections);
    }

    private ulong TakeRange(OperationLine line, ulong bytes, ulong unit, int chunks)
    {
        int id = line.Int("id", 0, int.MaxValue);
        if (_mappings.ContainsKey(id))
            throw line.Bad("id", "an id that no mapping has yet");
        ulong start = line.Hex("start", unit, 0, AddressLimit - bytes - unit);
        if (_mappings.Values.Any(mapping => start < mapping.End && mapping.Start < start + bytes))
            throw line.Bad("start", $"{bytes:x} bytes that no mapping covers yet");
        _mappings.Add(id, (start, start + bytes, chunks));
        return start;
    }
}
