// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A vcpu with the version of another processor.</summary>
internal sealed class E46AnyVersion : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E46";

    /// <inheritdoc/>
    public override string Setting =>
        "User space sets the special registers of a POWER7 vcpu, with 0 as the processor version. Then it gives the vcpu a program, "
        + "for which it enables the hypercalls of LoPAR.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        run.See(
            "KVM_SET_SREGS with the processor version 0", guest.Vcpu.TrySetSpecialRegisters(new SpecialRegisters(0, [])),
            "Success", "EINVAL");
        run.See("the processor version after it", Hex(guest.Vcpu.GetSpecialRegisters().Pvr), "0x0", "0x3f0201");
        run.See("KVM_ENABLE_CAP", Enabling(guest), "EINVAL", "Success");
    }

    private static string Enabling(Guest guest)
    {
        try
        {
            guest.Vcpu.Load(new GuestProgram(_ => []));
            return "Success";
        }
        catch (KvmException refusal)
        {
            return refusal.Result.Name;
        }
    }
}
