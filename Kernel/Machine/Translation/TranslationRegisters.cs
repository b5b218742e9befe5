// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>The registers on which address translation depends.</summary>
internal struct TranslationRegisters
{
    /// <summary>MSR: IR, DR and PR.</summary>
    internal ulong Msr;

    /// <summary>LPCR; on a PPC970 HID4.</summary>
    internal ulong Lpcr;

    /// <summary>RMOR: what is added to real mode addresses; a PPC970 has it in HID4.</summary>
    internal ulong Rmor;

    /// <summary>SDR1: where the page table is, and its size. Here it holds a native address.</summary>
    internal ulong Sdr1;

    /// <summary>LPIDR: whose translations these are.</summary>
    internal ulong Lpid;

    /// <summary>AMR: for each storage key two bits, which forbid stores and loads.</summary>
    internal ulong Amr;

    /// <summary>A POWER7 (Power ISA 2.06) rather than a PPC970 (PowerPC architecture 2.01).</summary>
    internal bool IsArch206;

    /// <summary>The SLB.</summary>
    internal SegmentLookasideBuffer Slb;
}
