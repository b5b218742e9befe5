// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kernel.VirtualMachines;

/// <summary>The one table of names: what Linux, LoPAR and the Power ISA call errors, hypercalls, their results and interrupts.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "Extension blocks differ in their receivers, which the rule does not see.")]
public static class Names
{
    extension(HypercallNumber number)
    {
        /// <summary>The hypercall's name in LoPAR, <c>H_ENTER</c>; <c>hypercall 0x1234</c> for a number that KVM does not know.</summary>
        public string Name => number switch
        {
            HypercallNumber.Remove => "H_REMOVE",
            HypercallNumber.Enter => "H_ENTER",
            HypercallNumber.Read => "H_READ",
            HypercallNumber.Protect => "H_PROTECT",
            HypercallNumber.PutTce => "H_PUT_TCE",
            HypercallNumber.SetDabr => "H_SET_DABR",
            HypercallNumber.RegisterVpa => "H_REGISTER_VPA",
            HypercallNumber.Cede => "H_CEDE",
            HypercallNumber.Confer => "H_CONFER",
            HypercallNumber.Prod => "H_PROD",
            HypercallNumber.BulkRemove => "H_BULK_REMOVE",
            _ => string.Create(CultureInfo.InvariantCulture, $"hypercall 0x{(ulong)number:x}"),
        };
    }

    extension(HypercallResult result)
    {
        /// <summary>The code's name in LoPAR, <c>H_PARAMETER</c>; the number where it has none here.</summary>
        public string Name => result switch
        {
            HypercallResult.Success => "H_SUCCESS",
            HypercallResult.Hardware => "H_HARDWARE",
            HypercallResult.Function => "H_FUNCTION",
            HypercallResult.Privilege => "H_PRIVILEGE",
            HypercallResult.Parameter => "H_PARAMETER",
            HypercallResult.PtegFull => "H_PTEG_FULL",
            HypercallResult.NotFound => "H_NOT_FOUND",
            HypercallResult.Resource => "H_RESOURCE",
            HypercallResult.TooHard => "H_TOO_HARD",
            _ => ((long)result).ToString(CultureInfo.InvariantCulture),
        };
    }

    extension(InterruptVector vector)
    {
        /// <summary>
        /// The interrupt's name in the Power ISA, <c>data storage</c>; <c>interrupt 0x123</c> for an address without a handler.
        /// </summary>
        public string Name => vector switch
        {
            InterruptVector.SystemReset => "system reset",
            InterruptVector.MachineCheck => "machine check",
            InterruptVector.DataStorage => "data storage",
            InterruptVector.DataSegment => "data segment",
            InterruptVector.InstructionStorage => "instruction storage",
            InterruptVector.InstructionSegment => "instruction segment",
            InterruptVector.External => "external interrupt",
            InterruptVector.Program => "program",
            InterruptVector.Decrementer => "decrementer",
            InterruptVector.HypervisorDecrementer => "hypervisor decrementer",
            InterruptVector.SystemCall => "system call",
            InterruptVector.HypervisorDataStorage => "hypervisor data storage",
            InterruptVector.HypervisorInstructionStorage => "hypervisor instruction storage",
            _ => string.Create(CultureInfo.InvariantCulture, $"interrupt 0x{(int)vector:x}"),
        };
    }

    /// <summary>The name of an error number of Linux, <c>EINVAL</c>; <c>Success</c> for 0 and above.</summary>
    internal static string OfError(int errno) => errno switch
    {
        >= 0 => "Success",
        -1 => "EPERM",
        -2 => "ENOENT",
        -4 => "EINTR",
        -5 => "EIO",
        -12 => "ENOMEM",
        -14 => "EFAULT",
        -16 => "EBUSY",
        -17 => "EEXIST",
        -22 => "EINVAL",
        -24 => "EMFILE",
        -25 => "ENOTTY",
        _ => string.Create(CultureInfo.InvariantCulture, $"error {-(long)errno}"),
    };
}
