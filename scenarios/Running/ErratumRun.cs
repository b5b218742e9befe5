// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Diagnostics;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios.Running;

/// <summary>
/// One run of a scenario in one behaviour: boots systems with the errata of that behaviour, and records what the scenario observes.
/// </summary>
public sealed class ErratumRun
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);         // far longer than any of the conditions takes

    private readonly ErrataSet _errata;
    private readonly List<Observation> _observations = [];
    private KvmSystem? _system;

    private ErratumRun(ErrataSet errata, bool isAsWritten)
    {
        _errata = errata;
        IsAsWritten = isAsWritten;
    }

    /// <summary>Whether the erratum is as written. A scenario may then wait for other conditions, but observes the same things.</summary>
    public bool IsAsWritten { get; }

    /// <summary>The most recently booted system.</summary>
    public KvmSystem System => _system ?? throw new InvalidOperationException("The scenario has not booted a system.");

    /// <summary>Runs a scenario once and returns its observations.</summary>
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
        catch (Exception exception) when (exception
            is KernelOopsException or NativeLeakException or KvmException or TimeoutException or InvalidOperationException)
        {
            run._observations.Add(new Observation("the end of the scenario", exception.Message, "reached"));
        }
        return run._observations;
    }

    /// <summary>Boots a system with the errata of this run; the previous system is shut down and checked for leaks.</summary>
    public KvmSystem Boot(KvmSystemOptions? options = null)
    {
        _system?.CheckForLeaks();
        return _system = KvmSystem.Boot((options ?? new KvmSystemOptions()) with { Errata = _errata });
    }

    /// <summary>Boots a system with a guest that has memory in slot 0, at guest address 0, and vcpus 0, 1, ….</summary>
    /// <param name="pages">The number of 16 MB pages in slot 0, none of which is pinned yet; 0 for no slot.</param>
    /// <param name="vcpus">The number of vcpus.</param>
    /// <param name="options">The options of the system; null for the defaults.</param>
    /// <param name="instruments">The instruments of the system, in place of those of the options; null to keep them.</param>
    internal Guest BootGuest(int pages = 4, int vcpus = 1, KvmSystemOptions? options = null, InstrumentOptions? instruments = null)
    {
        options ??= new KvmSystemOptions();
        KvmSystem system = Boot(instruments is null ? options : options with { Instruments = instruments });
        VirtualMachine machine = system.CreateVirtualMachine();
        ulong size = (ulong)pages * HugePageSize;
        ulong user = pages == 0 ? 0 : system.Process.MapHugePages(size);
        if (pages != 0)
            machine.SetMemoryRegion(slot: 0, guestAddress: 0, size, user);
        return new Guest(system, machine, [.. Enumerable.Range(0, vcpus).Select(machine.CreateVcpu)], user);
    }

    /// <summary>Boots a PPC970 with a guest whose slot 0 is a real mode area of 64 MB or its beginning.</summary>
    /// <param name="size">The size of the slot in bytes; null for the whole area.</param>
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

    /// <summary>Records an observation that is the same in both behaviours.</summary>
    public void See(string what, object seen, string both) => See(what, seen, both, both);

    /// <summary>Records an observation.</summary>
    /// <param name="what">What is observed; unique in the scenario.</param>
    /// <param name="seen">The value.</param>
    /// <param name="asWritten">The value expected with the erratum as written.</param>
    /// <param name="corrected">The value expected with the erratum corrected.</param>
    public void See(string what, object seen, string asWritten, string corrected) =>
        _observations.Add(new Observation(what, InWords(seen), IsAsWritten ? asWritten : corrected));

    /// <summary>Does something that may end in a kernel oops, and records the result or the message of the oops.</summary>
    /// <returns>False if it ended in an oops.</returns>
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

    /// <summary>Shuts the system down, and records the names of the blocks of kernel memory that were not freed.</summary>
    public void SeeLeaks(string asWritten, string corrected)
    {
        string leaked = "nothing";
        try
        {
            System.CheckForLeaks();
        }
        catch (NativeLeakException leaks)
        {
            leaked = string.Join(", ", leaks.Leaks.Select(block => block.Name).Order(StringComparer.Ordinal));
        }
        See("kernel memory leaked at shutdown", leaked, asWritten, corrected);
    }

    /// <summary>Waits for a condition that normally becomes true at once.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">The condition in words, for the message of the exception.</param>
    /// <exception cref="TimeoutException">The condition was still false after a minute.</exception>
    public static void Await(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, MaxWait))
            throw new TimeoutException($"Still not true after a minute: {what}.");
    }

    private static string InWords(object seen) => seen is bool isSo ? isSo ? "yes" : "no" : seen.ToString()!;
}
