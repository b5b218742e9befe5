// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A real mode area that one machine gives back and another gets.</summary>
internal sealed class E34AreaHandedOn : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E34";

    /// <inheritdoc/>
    public override string Setting =>
        "A host with one real mode area. User space gets it from a virtual machine, maps it and writes to it, as the guest would, then "
        + "gives everything back. Another virtual machine's user space gets the area and reads.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot();
        system.AddRealModeArea(64 << 20);
        ulong user;
        using (VirtualMachine first = system.CreateVirtualMachine())
        {
            using RealModeArea area = first.AllocateRealModeArea();
            user = area.Map();
            system.Process.WriteDoubleword(user + 0x3000, 0x1234);
            system.Process.Unmap(user);
        }

        using RealModeArea again = system.CreateVirtualMachine().AllocateRealModeArea();
        user = again.Map();
        run.See("what the next user space reads at 0x3000 of the area", Hex(system.Process.ReadDoubleword(user + 0x3000)), "0x1234", "0x0");
    }
}
