// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Concurrency;
using Kernel.Machine;
using Kernel.Machine.Interrupts;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/processor.h&gt;.</summary>
internal static unsafe class processor_h
{
    /// <summary>Tells the processor that this is a spin loop.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void cpu_relax() => OsThread.SpinPause();

    /// <summary>Lowers this thread's priority: the thread that it waits for may need its processor.</summary>
    [RealMode]
    internal static void HMT_low() => Checkstop.Pause();

    [RealMode]
    internal static void HMT_medium()
    {
    }

    /// <summary>hrfid: runs the guest until an interrupt of the hypervisor.</summary>
    /// <returns>The vector, with bit 1 set if the interrupt uses HSRR0 and HSRR1.</returns>
    /// <param name="vcpu">PORT: whose registers and instructions they are.</param>
    /// <param name="from_host">PORT: whether the host has run since the guest did, for observers.</param>
    [RealMode]
    internal static int hrfid(kvm_vcpu* vcpu, bool from_host)
    {
        HardwareThread* thread = HardwareThread.Current;

        thread->Gpr = vcpu->arch.gpr;
        thread->Code = vcpu->arch.guest_code;
        return (int)HardwareThread.RunGuest(thread, from_host);
    }

    /// <summary>nap: stops until an interrupt that LPCR[PECE] lets through.</summary>
    [RealMode]
    internal static void nap() => HardwareThread.Nap(HardwareThread.Current);

    [RealMode]
    internal static void slbmte(ulong rs, ulong rb) => HardwareThread.Current->Translation.Slb.Insert(rb, rs);

    /// <summary>slbmte of an invalid entry 0 and slbia: drops all entries.</summary>
    [RealMode]
    internal static void slb_clear() => HardwareThread.Current->Translation.Slb.Clear();

    [RealMode]
    internal static ulong slbmfee(int index) => HardwareThread.Current->Translation.Slb.ReadEsid(index);

    [RealMode]
    internal static ulong slbmfev(int index) => HardwareThread.Current->Translation.Slb.ReadVsid(index);

    /// <summary>tlbiel with IS = 0b10 for each set: all of this processor's translations of the partition.</summary>
    [RealMode]
    internal static void tlbiel_all() => HardwareThread.FlushTlb(HardwareThread.Current);
}
