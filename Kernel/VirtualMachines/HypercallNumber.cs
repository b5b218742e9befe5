// SPDX-License-Identifier: GPL-2.0-only
using static Linux.include.asm.hvcall_h;

namespace Kernel.VirtualMachines;

/// <summary>The hypercalls that KVM handles, by number (LoPAR, chapter 14). A guest may call any other number as well.</summary>
public enum HypercallNumber : ulong
{
    /// <summary>No hypercall.</summary>
    None = 0,

    /// <summary>H_REMOVE: flags, index, AVPN or mask.</summary>
    Remove = H_REMOVE,

    /// <summary>H_ENTER: flags, index, first and second doubleword.</summary>
    Enter = H_ENTER,

    /// <summary>H_READ: flags, index.</summary>
    Read = H_READ,

    /// <summary>H_PROTECT: flags, index, AVPN.</summary>
    Protect = H_PROTECT,

    /// <summary>H_PUT_TCE: logical I/O bus number, I/O address, entry.</summary>
    PutTce = H_PUT_TCE,

    /// <summary>H_SET_DABR: value.</summary>
    SetDabr = H_SET_DABR,

    /// <summary>H_REGISTER_VPA: flags, processor, address.</summary>
    RegisterVpa = H_REGISTER_VPA,

    /// <summary>H_CEDE.</summary>
    Cede = H_CEDE,

    /// <summary>H_CONFER: processor, dispatch count.</summary>
    Confer = H_CONFER,

    /// <summary>H_PROD: processor.</summary>
    Prod = H_PROD,

    /// <summary>H_BULK_REMOVE: four pairs of specifier and operand.</summary>
    BulkRemove = H_BULK_REMOVE,

    /// <summary>
    /// Not of LoPAR: how a <see cref="Guests.GuestProgram"/> tells user space that it has ended. The kernel does not know it.
    /// </summary>
    Stop = 0xf000,
}
