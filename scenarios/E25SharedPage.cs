// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;

namespace Kernel.Scenarios;

/// <summary>A virtual processor area inside the guest's real mode area.</summary>
internal sealed class E25SharedPage : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E25";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest whose memory is a preallocated real mode area, which consists of 64 KB pages. It registers its virtual processor "
        + "area in page 2, then deregisters it. With E35 corrected the page is pinned twice on the way, so E35 is as written in both runs.";

    /// <inheritdoc/>
    public override IReadOnlyList<Erratum> AlsoAsWritten => [Erratum.E35];

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot();
        system.AddRealModeArea(64 << 20);
        VirtualMachine machine = system.CreateVirtualMachine();
        VirtualCpu vcpu = machine.CreateVcpu(0);
        RealModeArea area = machine.AllocateRealModeArea();
        ulong user = area.Map();
        area.Dispose();
        machine.SetMemoryRegion(slot: 0, guestAddress: 0, area.Size, user);
        vcpu.SetUpRealModeArea();
        system.Process.Write(user + 0x20004, BitConverter.GetBytes((ushort)640));

        run.See("H_REGISTER_VPA at 0x20000", vcpu.RegisterArea(1, processor: 0, 0x20000).InWords(), "H_SUCCESS, by the host");
        run.See("pages whose reference count is not 1", References(), "page 0: 2", "page 2: 2");
        run.See("H_REGISTER_VPA to deregister it", vcpu.RegisterArea(5, processor: 0).InWords(), "H_SUCCESS, by the host");
        run.See("pages whose reference count is not 1 after that", References(), "page 0: 2, page 2: 0", "none");

        string References()
        {
            ulong first = machine.ReadSlotPages(0)[0] >> system.Options.PageShift;
            string[] pages = [.. system.PhysicalMemory.UnusualReferenceCounts().Select(page => $"page {page.Pfn - first}: {page.Count}")];
            return pages.Length == 0 ? "none" : string.Join(", ", pages);
        }
    }
}
