// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Examples;

/// <summary>A PPC970, which does not translate real mode accesses: it adds an offset to them and limits them.</summary>
public sealed class RmoPpc970 : IExample
{
    private const ulong PageSize = 16 << 20;
    private const ulong Limit = 4 * PageSize;
    private const ulong ProtectionViolation = 0x0800_0000;  // DSISR: a protection violation

    /// <inheritdoc/>
    public string Name => "rmo-ppc970";

    /// <inheritdoc/>
    public string Summary => "PPC970: a preallocated real mode area, and a guest in real mode that stores beyond its limit";

    /// <inheritdoc/>
    public void Run(ExampleContext context)
    {
        context.Say("boots a PPC970 with kvm_rma_size=64M kvm_rma_count=1");
        using KvmSystem system = context.Boot(new KvmSystemOptions
        {
            Cpu = CpuModel.Ppc970,
            CommandLine = "kvm_rma_size=64M kvm_rma_count=1",
        });
        VirtualMachine machine = system.CreateVirtualMachine();
        VirtualCpu vcpu = machine.CreateVcpu(0);

        using RealModeArea area = machine.AllocateRealModeArea();
        ulong user = area.Map();
        context.Say($"allocates the area, maps it at user address 0x{user:x} and registers it as slot 0");
        machine.SetMemoryRegion(slot: 0, guestAddress: 0, area.Size, user);
        context.Claim("there is no second area", !machine.TryAllocateRealModeArea(out _, out _));
        system.Process.WriteDoubleword(user + 0x2000, 970);

        context.Say("runs the guest; the first run loads the offset and the limit of the area into the processor");
        ulong loaded = 0, dar = 0, dsisr = 0;
        vcpu.Load(new GuestProgram(Guest).On(InterruptVector.DataStorage, DataStorage));
        VcpuExit exit = vcpu.Run();

        context.Claim("the guest program ran to its end", exit is VcpuExit.Stopped);
        context.Claim("the guest loaded what user space had written", loaded == 970);
        context.Claim(
            "user space finds what the guest stored at the area's beginning and at its end",
            system.Process.ReadDoubleword(user) == 971 && system.Process.ReadDoubleword(user + Limit - 8) == 972);
        context.Claim("the store beyond the limit interrupted the guest", dar == Limit && (dsisr & ProtectionViolation) != 0);
        context.Claim(
            "the area's pages are contiguous, and none is pinned",
            machine.ReadSlotPages(0) is [var first, .. var rest]
                && rest.Index().All(page => page.Item == first + ((ulong)page.Index + 1) * PageSize)
                && machine.MemorySlots[0].PinnedPages == 0);
        system.CheckForLeaks();

        IEnumerable<GuestInstruction> Guest(GuestCpu cpu)
        {
            yield return Load(0x2000);
            loaded = cpu.Value;
            yield return Store(0, 971);
            yield return Store(Limit - 8, 972);
            yield return Store(Limit, 973);
        }

        IEnumerable<GuestInstruction> DataStorage(GuestCpu cpu)
        {
            (dar, dsisr) = (cpu.Dar, cpu.Dsisr);
            cpu.SkipInstruction();
            yield break;
        }
    }
}
