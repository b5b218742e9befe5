// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Tests.Support;

/// <summary>Running guests in tests: each vcpu on a thread of its own, until its program ends.</summary>
internal static class GuestRuns
{
    /// <summary>Runs one vcpu, on this thread.</summary>
    public static VcpuExit Run(this VirtualCpu cpu, Func<GuestCpu, IEnumerable<GuestInstruction>> body) => cpu.Run(new GuestProgram(body));

    public static VcpuExit Run(this VirtualCpu cpu, GuestProgram program)
    {
        cpu.Load(program);
        return cpu.Run();
    }

    /// <summary>Runs several vcpus, vcpu n by program n; each comes back once.</summary>
    public static VcpuExit[] RunTogether(this IReadOnlyList<VirtualCpu> cpus, Func<int, GuestProgram> programOf)
    {
        for (int i = 0; i < cpus.Count; i++)
            cpus[i].Load(programOf(i));
        RunningVcpu[] running = [.. cpus.Select(RunningVcpu.Start)];
        return [.. running.Select(vcpu => vcpu.Join())];
    }

    /// <summary>Waits until something holds, as it must soon; only a failing test waits long.</summary>
    public static void Await(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1)))
            throw new TimeoutException($"Not within a minute: {what}.");
    }
}
