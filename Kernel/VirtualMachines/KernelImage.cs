// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host;
using Kernel.Machine;
using Linux;
using Linux.include.asm;
using Linux.include.port;

namespace Kernel.VirtualMachines;

// Unsafe: the addresses that are handed over are those of functions, which do not move; kvm_start_guest does not look at its argument.
/// <summary>Initialises the ported code, as linker, loader and the kernel's start-up do before the first system call.</summary>
internal static unsafe class KernelImage
{
    internal static void Boot(SimulatedHost host, int pageShift, ErrataSet errata, string commandLine)
    {
        page_h.PAGE_SHIFT = pageShift;
        cputable_h.cpu_features = host.Processor.Features;
        errata_h.select(errata);
        host.Heap.KeepsFreedBlocks =
            errata.Contains(Erratum.E19) || errata.Contains(Erratum.E35) || errata.Contains(Erratum.E41);

        paca_h.__data(host.ProcessorCount);
        kvm_main.__data();
        book3s_64_mmu_hv.__data();
        book3s_hv_builtin.__data();
        book3s_hv.__data();
        book3s_hv_rmhandlers.__data();
        SecondaryThreads.SystemReset = &SystemReset;

        foreach (string item in commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = item.Split('=', 2);
            book3s_hv_builtin.early_param(parts[0], parts.Length == 2 ? parts[1] : null);
        }
        book3s_hv_builtin.kvm_rma_init();

        int result = book3s_hv.kvmppc_book3s_hv_init();
        new KvmResult(result).ThrowIfFailed("Loading KVM");
    }

    // The handler at 0x100, which a hardware thread finds itself in when something ends its nap.
    private static void SystemReset() => realmode_h.call_in_real_mode(&book3s_hv_rmhandlers.kvm_start_guest, null);
}
