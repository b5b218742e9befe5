// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Diagnostics;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>One run of a scenario, in one behaviour: boots systems that have it, and notes what the scenario sees.</summary>
public sealed class ErratumRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);        // whatever is awaited comes at once

    private readonly ErrataSet _errata;
    private readonly List<Observation> _observations = [];
    private KvmSystem? _system;

    private ErratumRun(ErrataSet errata, bool isAsWritten)
    {
        _errata = errata;
        IsAsWritten = isAsWritten;
    }

    /// <summary>Whether the erratum is as written; a scenario may wait for other things then, but looks at the same.</summary>
    public bool IsAsWritten { get; }

    /// <summary>The system that was booted last.</summary>
    public KvmSystem System => _system ?? throw new InvalidOperationException("The scenario has not booted a system.");

    /// <summary>Runs a scenario once.</summary>
    internal static IReadOnlyList<Observation> Of(ErratumScenario scenario, ErrataSet errata, bool isAsWritten)
    {
        var run = new ErratumRun(errata, isAsWritten);
        try
        {
            try
            {
                scenario.Run(run);
            }
            finally
            {
                run._system?.CheckForLeaks();
            }
        }
        catch (Exception exception) when (exception is KernelOopsException or NativeLeakException or KvmException or TimeoutException or InvalidOperationException)
        {
            run._observations.Add(new Observation("the end of the scenario", exception.Message, "reached"));
        }
        return run._observations;
    }

    /// <summary>Boots a system with the errata of this run, in place of the one before.</summary>
    public KvmSystem Boot(KvmSystemOptions? options = null)
    {
        _system?.CheckForLeaks();
        return _system = KvmSystem.Boot((options ?? new KvmSystemOptions()) with { Errata = _errata });
    }

    /// <summary>Boots a system with a guest that has memory in slot 0, in 16 MB pages at guest address 0, and vcpus 0, 1, ….</summary>
    /// <param name="pages">16 MB pages; none of them is pinned yet. Without any there is no slot.</param>
    /// <param name="vcpus">How many.</param>
    /// <param name="options">What to boot.</param>
    internal Guest BootGuest(int pages = 4, int vcpus = 1, KvmSystemOptions? options = null)
    {
        KvmSystem system = Boot(options);
        VirtualMachine machine = system.CreateVirtualMachine();
        ulong size = (ulong)pages * HugePageSize;
        ulong user = pages == 0 ? 0 : system.Process.MapHugePages(size);
        if (pages != 0)
            machine.SetMemoryRegion(slot: 0, guestAddress: 0, size, user);
        return new Guest(system, machine, [.. Enumerable.Range(0, vcpus).Select(machine.CreateVcpu)], user);
    }

    /// <summary>Boots a PPC970 with a guest whose slot 0 is a real mode area of 64 MB, or the beginning of one.</summary>
    /// <param name="size">Bytes of the slot; without it, all of the area.</param>
    internal Guest BootGuestOnRealModeArea(ulong? size = null)
    {
        KvmSystem system = Boot(new KvmSystemOptions { Cpu = CpuModel.Ppc970, CommandLine = "kvm_rma_size=64M kvm_rma_count=1" });
        VirtualMachine machine = system.CreateVirtualMachine();
        VirtualCpu vcpu = machine.CreateVcpu(0);
        using RealModeArea area = machine.AllocateRealModeArea();
        ulong user = area.Map();
        machine.SetMemoryRegion(slot: 0, guestAddress: 0, size ?? area.Size, user);
        return new Guest(system, machine, [vcpu], user);
    }

    /// <summary>Notes something that is the same in both behaviours.</summary>
    public void See(string what, object seen, string both) => See(what, seen, both, both);

    /// <summary>Notes something.</summary>
    /// <param name="what">What.</param>
    /// <param name="seen">What it is.</param>
    /// <param name="asWritten">What it is as written.</param>
    /// <param name="corrected">What it is corrected.</param>
    public void See(string what, object seen, string asWritten, string corrected) =>
        _observations.Add(new Observation(what, InWords(seen), IsAsWritten ? asWritten : corrected));

    /// <summary>Does something that the kernel may not survive, and notes what came of it.</summary>
    /// <returns>Whether the kernel has survived.</returns>
    public bool Try(string what, Func<object> act, string asWritten, string corrected)
    {
        try
        {
            See(what, act(), asWritten, corrected);
            return true;
        }
        catch (KernelOopsException oops)
        {
            See(what, oops.Message, asWritten, corrected);
            return false;
        }
    }

    /// <summary>Switches the system off, and notes the blocks of kernel memory that nobody has freed.</summary>
    public void SwitchOff(string asWritten, string corrected)
    {
        string left = "nothing";
        try
        {
            System.CheckForLeaks();
        }
        catch (NativeLeakException leaks)
        {
            left = string.Join(", ", leaks.Leaks.Select(block => block.Name).Order(StringComparer.Ordinal));
        }
        See("kernel memory that is left when the system is switched off", left, asWritten, corrected);
    }

    /// <summary>Waits for something that comes at once.</summary>
    /// <exception cref="TimeoutException">It has not come within a minute.</exception>
    public static void Await(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, Patience))
            throw new TimeoutException($"Not within a minute: {what}.");
    }

    private static string InWords(object seen) => seen is bool isSo ? isSo ? "yes" : "no" : seen.ToString()!;
}
