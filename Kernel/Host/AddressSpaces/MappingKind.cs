// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.AddressSpaces;

/// <summary>What backs a mapping.</summary>
public enum MappingKind
{
    /// <summary>Huge pages of 16 MB from hugetlbfs.</summary>
    HugePages,

    /// <summary>Single small pages.</summary>
    SmallPages,

    /// <summary>Compound pages of some other order, as transparent huge pages are.</summary>
    CompoundPages,

    /// <summary>The pages of a preallocated real-mode area, mapped through its file descriptor.</summary>
    RealModeArea,
}
