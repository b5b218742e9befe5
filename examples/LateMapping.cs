// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Examples;

/// <summary>The purpose of the ported commit: a page is pinned when the guest first enters it, not when it is registered.</summary>
public sealed class LateMapping : IExample
{
    private const ulong PageSize = 16 << 20;
    private const ulong Size = 4 * PageSize;
    private const ulong SecondSlot = 0x1_0000_0000;         // guest address of slot 1
    private const ulong Window = 0x4000_0000;               // effective address of the first page
    private const ulong TranslationOn = 1ul << 63 | 1ul << 5 | 1ul << 4;    // MSR: 64 bits, with instruction and data addresses translated

    /// <inheritdoc/>
    public string Name => "late-mapping";

    /// <inheritdoc/>
    public string Summary => "POWER7: memory is registered, then mapped, then pinned page by page as the guest enters it";

    /// <inheritdoc/>
    public void Run(ExampleContext context)
    {
        using KvmSystem system = context.Boot(new KvmSystemOptions { Cpu = CpuModel.Power7 });
        VirtualMachine machine = system.CreateVirtualMachine();
        VirtualCpu vcpu = machine.CreateVcpu(0);
        ulong first = system.Process.MapHugePages(Size);
        ulong second = first + 0x10_0000_0000;

        context.Say($"registers slot 0: 64 MB at guest address 0, user address 0x{first:x}");
        machine.SetMemoryRegion(slot: 0, guestAddress: 0, Size, first);
        context.Say($"registers slot 1: 64 MB at guest address 0x{SecondSlot:x}, user address 0x{second:x}, where nothing is mapped yet");
        machine.SetMemoryRegion(slot: 1, SecondSlot, Size, second);
        context.Claim("nothing is pinned", Pinned(machine) is (0, 0));

        context.Say("maps the memory of slot 1 and writes to its pages 0 and 2");
        system.Process.MapHugePagesAt(second, Size);
        system.Process.WriteDoubleword(second + 0x1000, 0x1111);
        system.Process.WriteDoubleword(second + 2 * PageSize, 0x2222);
        context.Claim("still nothing is pinned", Pinned(machine) is (0, 0));

        context.Say("runs the guest; the first run sets up its virtual real mode area, which pins slot 0");
        var answers = new List<GuestEvent.HypercallAnswered>();
        var loaded = new List<ulong>();
        system.GuestEventOccurred += (_, guestEvent) =>
        {
            if (guestEvent is GuestEvent.HypercallAnswered answer)
                answers.Add(answer);
        };
        vcpu.Load(new GuestProgram(cpu => Guest(cpu, loaded)));
        VcpuExit exit = vcpu.Run();

        context.Claim("the guest program ran to its end", exit is VcpuExit.Stopped);
        context.Claim(
            "each of its three hypercalls succeeded",
            answers.Count == 3 && answers.All(answer => answer.Result == HypercallResult.Success));
        context.Claim(
            "the host was needed only for the first entry of each page",
            answers is [{ ByHost: true }, { ByHost: false }, { ByHost: true }]);
        context.Claim("the guest loaded what user space had written", loaded is [0x1111, 0x1111, 0x2222]);
        context.Claim("slot 0 is pinned, and the two pages of slot 1 that the guest entered", Pinned(machine) is (4, 2));
        ulong[] pages = machine.ReadSlotPages(1);
        context.Claim("these are pages 0 and 2", pages is [not 0, 0, not 0, 0]);
        system.CheckForLeaks();
    }

    private static IEnumerable<GuestInstruction> Guest(GuestCpu cpu, List<ulong> loaded)
    {
        var page0 = new PageMapping(Vsid: 0x1234, Window, SecondSlot);
        var page2 = new PageMapping(Vsid: 0x1234, Window + PageSize, SecondSlot + 2 * PageSize);
        var page0Again = new PageMapping(Vsid: 0x1234, Window + 2 * PageSize, SecondSlot);

        // Page 0 twice: the second time, real mode finds it pinned. Page 2 again needs the host.
        foreach (PageMapping page in new[] { page0, page0Again, page2 })
            yield return cpu.Enter(HypercallOptions.None, page.Index, page.Entry);

        yield return SlbInsert(page0.SlbRb, page0.SlbRs);
        yield return SetMsr(TranslationOn);
        foreach (ulong address in new[] { page0.EffectiveAddress + 0x1000, page0Again.EffectiveAddress + 0x1000, page2.EffectiveAddress })
        {
            yield return Load(address);
            loaded.Add(cpu.Value);
        }
    }

    private static (int Slot0, int Slot1) Pinned(VirtualMachine machine) =>
        (machine.MemorySlots[0].PinnedPages, machine.MemorySlots[1].PinnedPages);
}
