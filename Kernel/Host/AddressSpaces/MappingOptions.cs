// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.AddressSpaces;

/// <summary>How to map a range of user addresses.</summary>
public sealed record MappingOptions
{
    /// <summary>What backs the mapping.</summary>
    public MappingKind Kind { get; init; } = MappingKind.HugePages;

    /// <summary>log2 of the small pages in one page; for <see cref="MappingKind.CompoundPages"/> only.</summary>
    public int Order { get; init; }

    /// <summary>Whether user space may write.</summary>
    public bool Writable { get; init; } = true;

    /// <summary>Whether its pages are taken at once (MAP_POPULATE) instead of on first use.</summary>
    public bool Populate { get; init; }

    /// <summary>Whether it maps a device (VM_IO), whose pages cannot be looked up.</summary>
    public bool Device { get; init; }

    /// <summary>What <c>vma_kernel_pagesize</c> reports, in bytes, where that differs from what the kind implies; otherwise 0.</summary>
    public ulong KernelPageSize { get; init; }

    /// <summary>The first frame of each 16 MB chunk, where the caller chooses them; otherwise frames are taken on first use.</summary>
    internal IReadOnlyList<ulong>? Frames { get; init; }
}
