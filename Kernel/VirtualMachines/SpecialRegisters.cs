// SPDX-License-Identifier: GPL-2.0-only
using Linux;

namespace Kernel.VirtualMachines;

/// <summary>What KVM_GET_SREGS and KVM_SET_SREGS carry (<c>struct kvm_sregs</c>).</summary>
/// <param name="Pvr">The processor version.</param>
/// <param name="Slb">The SLB: the 64 places of the struct, all 0 where there is no entry.</param>
public sealed record SpecialRegisters(uint Pvr, IReadOnlyList<SlbEntryView> Slb)
{
    private const int Places = 64;

    internal static SpecialRegisters From(in kvm_sregs sregs)
    {
        var entries = new SlbEntryView[Places];
        for (int i = 0; i < Places; i++)
            entries[i] = new SlbEntryView(sregs.slb[i].slbe, sregs.slb[i].slbv);
        return new SpecialRegisters(sregs.pvr, entries);
    }

    internal kvm_sregs ToKernel()
    {
        if (Slb is null)
            throw new ArgumentException($"Slb is null; expected up to {Places} entries.");
        if (Slb.Count > Places)
            throw new ArgumentException($"Slb has {Slb.Count} entries; expected at most {Places}.");
        kvm_sregs sregs = new() { pvr = Pvr };
        for (int i = 0; i < Slb.Count; i++)
        {
            sregs.slb[i].slbe = Slb[i].Esid;
            sregs.slb[i].slbv = Slb[i].Vsid;
        }
        return sregs;
    }
}
