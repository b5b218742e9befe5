// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;

namespace Kernel.Scenarios;

/// <summary>I/O translation tables that are overrun or never freed.</summary>
internal sealed class E22IoTables : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E22";

    /// <inheritdoc/>
    public override string Setting =>
        "A host with 4 KB pages, each of which holds the entries for 2 MB of I/O addresses. User space creates a table while no "
        + "file descriptor is free, then tries again. On another host it creates a table whose window is one byte larger than a page "
        + "covers, and the guest uses that byte.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        const ulong bus = 0x7100_0001;
        const uint window = 2 << 20;
        Guest guest = run.BootGuest(pages: 0, options: new KvmSystemOptions { PageShift = 12 });
        guest.System.Instruments.Faults.FailNext(AllocationPoint.FileDescriptor, errno: -24);
        guest.Machine.TryCreateTceTable(bus, window, out _, out KvmResult result);
        run.See("KVM_CREATE_SPAPR_TCE without a file descriptor", result, "EMFILE");
        guest.Machine.TryCreateTceTable(bus, window, out TceTable? table, out result);
        run.See("KVM_CREATE_SPAPR_TCE again", result, "EBUSY", "Success");
        table?.Dispose();
        try
        {
            guest.System.CheckForLeaks();
            run.See("kernel memory leaked at shutdown", "nothing", "the whole virtual machine", "nothing");
        }
        catch (NativeLeakException leaks)
        {
            string leaked = leaks.Leaks.Any(block => block.Name == "HPT") ? "the whole virtual machine" : leaks.Message;
            run.See("kernel memory leaked at shutdown", leaked, "the whole virtual machine", "nothing");
        }

        guest = run.BootGuest(pages: 0, options: new KvmSystemOptions { PageShift = 12 });
        guest.Machine.TryCreateTceTable(bus, window + 1, out TceTable? larger, out result);
        run.See("KVM_CREATE_SPAPR_TCE with a window one byte larger", result, "Success", "EINVAL");
        run.Try(
            "H_PUT_TCE for that byte", () => guest.Vcpu.PutTce(bus, window, 0).InWords(),
            "kernel oops: access outside pages: index 1, length 1", "left to user space");
        larger?.Dispose();
    }
}
