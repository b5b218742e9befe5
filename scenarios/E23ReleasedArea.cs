// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A real mode area for which there is no file descriptor.</summary>
internal sealed class E23ReleasedArea : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E23";

    /// <inheritdoc/>
    public override string Setting =>
        "A host with one real mode area in its pool. User space asks for it while no file descriptor is free, then asks again.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The size of the released area is written to a structure in the kernel, which the system call copies to user space only if "
        + "it succeeds; and because an area is never freed, reading it does no harm. A test that calls the function directly tells "
        + "the two apart.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        guest.System.AddRealModeArea(64 << 20);
        guest.System.Instruments.Faults.FailNext(AllocationPoint.FileDescriptor, errno: -24);

        guest.Machine.TryAllocateRealModeArea(out _, out KvmResult result);
        run.See("KVM_ALLOCATE_RMA without a file descriptor", result, "EMFILE");
        guest.Machine.TryAllocateRealModeArea(out RealModeArea? area, out result);
        run.See("KVM_ALLOCATE_RMA again", result, "Success");
        run.See("size of the area, in bytes", Hex(area?.Size ?? 0), "0x4000000");
        area?.Dispose();
    }
}
