// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>A segment of the virtual address space, as an SLB entry or the VRMA describes it (Power ISA 2.06 Book III-S, 5.7.6).</summary>
internal struct Segment
{
    /// <summary>B and VSID where the first doubleword of a page table entry has them.</summary>
    internal ulong Tag;

    /// <summary>The virtual segment ID: 50 bits, or 38 for one of 1 TB.</summary>
    internal ulong Vsid;

    /// <summary>1 TB rather than 256 MB.</summary>
    internal bool IsOneTerabyte;

    /// <summary>log2 of its page size; 0 if the processor has no such size.</summary>
    internal int PageShift;

    /// <summary>Ks.</summary>
    internal bool KeyInSupervisorState;

    /// <summary>Kp.</summary>
    internal bool KeyInProblemState;

    /// <summary>N: nothing in it may be executed.</summary>
    internal bool IsNoExecute;

    /// <summary>The address inside the segment.</summary>
    [RealMode]
    internal readonly ulong Offset(ulong address) => address & ((1ul << (IsOneTerabyte ? 40 : 28)) - 1);

    /// <summary>The low 64 bits of the 78-bit virtual address.</summary>
    [RealMode]
    internal readonly ulong LowVirtualAddress(ulong address) => Vsid << (IsOneTerabyte ? 40 : 28) | Offset(address);
}
