// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Examples;

/// <summary>Eight vcpus enter pages at the same time, their own and shared ones: in any order, each page is pinned once.</summary>
public sealed class EightVcpus : IExample
{
    private const int Count = 8;                            // two virtual cores of four threads
    private const int Shared = 2;
    private const ulong Memory = 0x1_0000_0000;             // guest address of slot 1: the shared pages, then one for each vcpu
    private const ulong Window = 0x4000_0000;               // effective address of the first page
    private const ulong PageSize = 16 << 20;
    private const ulong TranslationOff = 1ul << 63;         // MSR: 64 bits, real mode
    private const ulong TranslationOn = TranslationOff | 1ul << 5 | 1ul << 4;      // with instruction and data addresses translated

    /// <inheritdoc/>
    public string Name => "eight-vcpus";

    /// <inheritdoc/>
    public string Summary => "POWER7: eight vcpus on eight threads enter, use and remove pages at the same time, their own and shared ones";

    /// <inheritdoc/>
    public void Run(ExampleContext context)
    {
        using KvmSystem system = context.Boot(new KvmSystemOptions { Cpu = CpuModel.Power7 });
        VirtualMachine machine = system.CreateVirtualMachine();
        ulong realModeArea = system.Process.MapHugePages(PageSize);
        const ulong size = (Shared + Count) * PageSize;
        ulong user = system.Process.MapHugePages(size);
        machine.SetMemoryRegion(slot: 0, guestAddress: 0, PageSize, realModeArea);
        machine.SetMemoryRegion(slot: 1, Memory, size, user);

        context.Say($"runs {Count} vcpus, each on a thread of its own");
        VcpuExit[] exits = RunTogether([.. Enumerable.Range(0, Count).Select(machine.CreateVcpu)]);

        context.Claim("each guest program ran to its end", exits.All(exit => exit is VcpuExit.Stopped));
        context.Claim(
            "user space finds what each vcpu wrote to its own page",
            Enumerable.Range(0, Count).All(i => system.Process.ReadDoubleword(user + Offset(Shared + i)) == Greeting(i)));
        context.Claim(
            "user space finds what each vcpu wrote to a shared page",
            Enumerable.Range(0, Count).All(i => system.Process.ReadDoubleword(user + Offset(i % Shared) + Place(i)) == Greeting(i)));
        context.Claim("every entry except that of the virtual real mode area is removed", machine.HashedPageTable.ValidCount == 1);
        context.Claim(
            "every page has two references: one for its mapping and one for its pin",
            system.PhysicalMemory.UnusualReferenceCounts().Select(page => page.Count)
                .SequenceEqual(Enumerable.Repeat(2, 1 + Shared + Count)));
        context.Say("destroys the virtual machine");
        machine.Dispose();
        context.Claim("no page is pinned any more", !system.PhysicalMemory.UnusualReferenceCounts().Any());
        system.CheckForLeaks();
    }

    private static VcpuExit[] RunTogether(VirtualCpu[] vcpus)
    {
        foreach (VirtualCpu vcpu in vcpus)
            vcpu.Load(new GuestProgram(Guest));

        // If one program fails, the others would wait for it for ever.
        using CancellationTokenSource failure = new();
        Task<VcpuExit>[] runs = [.. vcpus.Select(vcpu => vcpu.RunOnThread(failure.Token))];
        foreach (Task<VcpuExit> run in runs)
            run.ContinueWith(_ => failure.Cancel(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return Task.WhenAll(runs).GetAwaiter().GetResult();
    }

    private static IEnumerable<GuestInstruction> Guest(GuestCpu cpu)
    {
        // Each vcpu has a segment of its own, and so has its own entries for the shared pages too.
        ulong vsid = 0x1000 + (ulong)cpu.Id * 0x100;
        var own = new PageMapping(vsid, Window, Memory + Offset(Shared + cpu.Id));
        var shared = new PageMapping(vsid, Window + PageSize, Memory + Offset(cpu.Id % Shared));
        var indices = new List<ulong>();
        foreach (PageMapping page in new[] { shared, own })
        {
            yield return cpu.Enter(HypercallOptions.None, page.Index, page.Entry);
            if (cpu.Result != HypercallResult.Success)
                throw new ClaimException($"H_ENTER on vcpu {cpu.Id} succeeds; it returned {cpu.Result.Name}");
            indices.Add(cpu.Gpr[4]);
        }

        yield return SlbInsert(own.SlbRb, own.SlbRs);
        yield return SetMsr(TranslationOn);
        yield return Store(own.EffectiveAddress, Greeting(cpu.Id));
        yield return Store(shared.EffectiveAddress + Place(cpu.Id), Greeting(cpu.Id));

        // Wait until the other vcpus have written to the shared page.
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
            yield return cpu.Remove(HypercallOptions.None, index);
            if (cpu.Result != HypercallResult.Success)
                throw new ClaimException($"H_REMOVE on vcpu {cpu.Id} succeeds; it returned {cpu.Result.Name}");
        }
    }

    private static ulong Offset(int page) => (ulong)page * PageSize;

    private static ulong Place(int vcpu) => 0x1000 + 8 * (ulong)vcpu;

    private static ulong Greeting(int vcpu) => 0xcafe_0000 + (ulong)vcpu;
}
