// SPDX-License-Identifier: GPL-2.0-only
using static Linux.include.asm.hvcall_h;

namespace Kernel.VirtualMachines;

/// <summary>The numbers of the hypercalls that KVM handles (LoPAR, chapter 14).</summary>
public static class Hypercalls
{
    /// <summary>H_REMOVE: flags, index, AVPN or mask.</summary>
    public const ulong Remove = H_REMOVE;

    /// <summary>H_ENTER: flags, index, first and second doubleword.</summary>
    public const ulong Enter = H_ENTER;

    /// <summary>H_READ: flags, index.</summary>
    public const ulong Read = H_READ;

    /// <summary>H_PROTECT: flags, index, AVPN.</summary>
    public const ulong Protect = H_PROTECT;

    /// <summary>H_PUT_TCE: logical I/O bus number, I/O address, entry.</summary>
    public const ulong PutTce = H_PUT_TCE;

    /// <summary>H_SET_DABR: value.</summary>
    public const ulong SetDabr = H_SET_DABR;

    /// <summary>H_REGISTER_VPA: flags, processor, address.</summary>
    public const ulong RegisterVpa = H_REGISTER_VPA;

    /// <summary>H_CEDE.</summary>
    public const ulong Cede = H_CEDE;

    /// <summary>H_CONFER: processor, dispatch count.</summary>
    public const ulong Confer = H_CONFER;

    /// <summary>H_PROD: processor.</summary>
    public const ulong Prod = H_PROD;

    /// <summary>H_BULK_REMOVE: four pairs of specifier and operand.</summary>
    public const ulong BulkRemove = H_BULK_REMOVE;

    /// <summary>The number by which a <see cref="Guests.GuestProgram"/> tells user space that it has come to its end; the kernel does not know it.</summary>
    public const ulong Stop = 0xf000;
}
