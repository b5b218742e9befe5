// SPDX-License-Identifier: GPL-2.0-only
using static Linux.include.asm.hvcall_h;

namespace Kernel.VirtualMachines;

/// <summary>Flags of the hypercalls on page table entries (LoPAR, 14.5.4.1). H_PROTECT takes the new protection bits beside them.</summary>
[Flags]
public enum HypercallOptions : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>H_EXACT: H_ENTER takes the entry at exactly the index given, and no other of its group.</summary>
    Exact = H_EXACT,

    /// <summary>H_R_XLATE: H_READ returns the guest's own page number; without it, all ones.</summary>
    LogicalPage = H_R_XLATE,

    /// <summary>H_READ_4: H_READ returns four entries.</summary>
    ReadFour = H_READ_4,

    /// <summary>H_AVPN: only if the entry has the AVPN given.</summary>
    Avpn = H_AVPN,

    /// <summary>H_ANDCOND: only if the entry's first doubleword has none of the bits given.</summary>
    AndCondition = H_ANDCOND,

    /// <summary>H_LOCAL: only the calling processor has used the translation, so it alone need forget it.</summary>
    Local = H_LOCAL,
}
