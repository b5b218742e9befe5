// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Examples;

/// <summary>Eight vcpus enter pages at once, their own and shared ones: however they meet, each page is pinned once.</summary>
public sealed class EightVcpus : IExample
{
    private const int Count = 8;                            // two virtual cores of four threads
    private const int Shared = 2;
    private const ulong Memory = 0x1_0000_0000;             // slot 1 for the guest: first the shared pages, then one for each vcpu
    private const ulong Window = 0x4000_0000;
    private const ulong PageSize = 16 << 20;
    private const ulong TranslationOff = 1ul << 63;         // MSR: 64 bits, real mode
    private const ulong TranslationOn = TranslationOff | 1ul << 5 | 1ul << 4;      // and instruction and data addresses are translated

    /// <inheritdoc/>
    public string Name => "eight-vcpus";

    /// <inheritdoc/>
    public string Summary => "POWER7: eight vcpus on eight threads enter, use and remove their own and shared pages at once";

    /// <inheritdoc/>
    public void Run(ExampleContext context)
    {
        using KvmSystem system = context.Boot(new KvmSystemOptions { Cpu = CpuModel.Power7 });
        VirtualMachine machine = system.CreateVirtualMachine();
        ulong realModeArea = system.Process.MapHugePages(PageSize);
        const ulong size = (Shared + Count) * PageSize;
        ulong user = system.Process.MapHugePages(size);
        machine.SetMemoryRegion(slot: 0, guestAddress: 0, PageSize, realModeArea).ThrowIfFailed("slot 0");
        machine.SetMemoryRegion(slot: 1, Memory, size, user).ThrowIfFailed("slot 1");

        context.Say($"runs {Count} vcpus, each on a thread of its own");
        VcpuExit[] exits = RunTogether([.. Enumerable.Range(0, Count).Select(machine.CreateVcpu)]);

        context.Claim("each came to its end", exits.All(exit => exit.Reason == VcpuExitReason.Stopped));
        context.Claim(
            "user space finds what each wrote to its own page",
            Enumerable.Range(0, Count).All(i => system.Process.ReadDoubleword(user + Offset(Shared + i)) == Greeting(i)));
        context.Claim(
            "and to a shared one",
            Enumerable.Range(0, Count).All(i => system.Process.ReadDoubleword(user + Offset(i % Shared) + Place(i)) == Greeting(i)));
        context.Claim("every entry is removed but that of the virtual real mode area", machine.HashedPageTable.ValidCount == 1);
        context.Claim(
            "every page has two references: its mapping's, and one because it is pinned",
            system.PhysicalMemory.UnusualReferenceCounts().Select(page => page.Count).SequenceEqual(
                Enumerable.Repeat(2, 1 + Shared + Count)));
        context.Say("destroys the virtual machine");
        machine.Dispose();
        context.Claim("no page is pinned any more", !system.PhysicalMemory.UnusualReferenceCounts().Any());
    }

    private static VcpuExit[] RunTogether(VirtualCpu[] vcpus)
    {
        foreach (VirtualCpu vcpu in vcpus)
        {
            vcpu.EnablePapr().ThrowIfFailed("KVM_ENABLE_CAP");
            vcpu.Load(new GuestProgram(Guest));
        }
        Task<VcpuExit>[] runs = [.. vcpus.Select(vcpu => Task.Factory.StartNew(
            () => Run(vcpu, vcpus), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        return Task.WhenAll(runs).GetAwaiter().GetResult();
    }

    private static VcpuExit Run(VirtualCpu vcpu, VirtualCpu[] all)
    {
        try
        {
            return vcpu.Run();
        }
        catch
        {
            // The others would wait for this one.
            foreach (VirtualCpu other in all)
                other.Signal();
            throw;
        }
    }

    private static IEnumerable<GuestInstruction> Guest(GuestCpu cpu)
    {
        // A segment of its own for each vcpu, so each has its own entries, also of the shared pages.
        ulong vsid = 0x1000 + (ulong)cpu.Id * 0x100;
        var own = new PageMapping(vsid, Window, Memory + Offset(Shared + cpu.Id));
        var shared = new PageMapping(vsid, Window + PageSize, Memory + Offset(cpu.Id % Shared));
        var indices = new List<ulong>();
        foreach (PageMapping page in new[] { shared, own })
        {
            yield return cpu.Hypercall(Hypercalls.Enter, 0, page.Index, page.Entry.First, page.Entry.Second);
            if (cpu.Result != 0)
                throw new ClaimException($"vcpu {cpu.Id}: H_ENTER succeeds, and not {cpu.Result}");
            indices.Add(cpu.Gpr[4]);
        }

        yield return SlbInsert(own.SlbRb, own.SlbRs);
        yield return SetMsr(TranslationOn);
        yield return Store(own.EffectiveAddress, Greeting(cpu.Id));
        yield return Store(shared.EffectiveAddress + Place(cpu.Id), Greeting(cpu.Id));

        // Until the others with the same page have written, too.
        for (int other = cpu.Id % Shared; other < Count; other += Shared)
        {
            do
            {
                yield return Pause();
                yield return Load(shared.EffectiveAddress + Place(other));
            }
            while (cpu.Value != Greeting(other));
        }

        yield return SetMsr(TranslationOff);
        foreach (ulong index in indices)
        {
            yield return cpu.Hypercall(Hypercalls.Remove, 0, index);
            if (cpu.Result != 0)
                throw new ClaimException($"vcpu {cpu.Id}: H_REMOVE succeeds, and not {cpu.Result}");
        }
    }

    private static ulong Offset(int page) => (ulong)page * PageSize;

    private static ulong Place(int vcpu) => 0x1000 + 8 * (ulong)vcpu;

    private static ulong Greeting(int vcpu) => 0xcafe_0000 + (ulong)vcpu;
}
