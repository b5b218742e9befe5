// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Linux;

namespace Kernel.Host.AddressSpaces;

// Unsafe: the vm_area_struct is the address space's, which drops the mapping before it frees the struct.
/// <summary>One mapping of an address space: its <c>vm_area_struct</c> and the frames behind each 16 MB chunk of it.</summary>
internal sealed unsafe class Mapping
{
    private readonly ulong?[] _frames;
    private readonly bool[] _present;

    internal Mapping(vm_area_struct* vma, MappingOptions options)
    {
        Vma = vma;
        Options = options;
        ulong chunks = (vma->vm_end - vma->vm_start + PhysicalMemory.SectionSize - 1) >> PhysicalMemory.SectionShift;
        _frames = new ulong?[options.Frames is null ? (int)chunks : options.Frames.Count];
        _present = new bool[_frames.Length];
        Array.Fill(_present, true);
        for (int chunk = 0; chunk < options.Frames?.Count; chunk++)
            _frames[chunk] = options.Frames[chunk];
    }

    internal vm_area_struct* Vma { get; }

    internal MappingOptions Options { get; }

    /// <summary>The first frames of the chunks that have any.</summary>
    internal IEnumerable<ulong> Frames => _frames.Where(frame => frame is not null).Select(frame => frame!.Value);

    /// <summary>Sets whether the pages of a chunk can be obtained.</summary>
    internal void SetPresent(int chunk, bool present) => _present[chunk] = present;

    /// <summary>Takes the frames of all chunks, with their <c>struct page</c>s.</summary>
    internal void Populate(PhysicalMemory memory)
    {
        for (ulong chunk = 0; chunk < (ulong)_frames.Length; chunk++)
        {
            if (FrameOf(chunk, memory) is { } frame)
                memory.PfnToPage(frame);
        }
    }

    /// <summary>The first frame of the chunk, taken now if it has none yet; null if its pages cannot be obtained.</summary>
    internal ulong? FrameOf(ulong chunk, PhysicalMemory memory)
    {
        if (chunk >= (ulong)_frames.Length || !_present[chunk])
            return null;
        return _frames[chunk] ??= memory.Allocate(Options.Order);
    }
}
