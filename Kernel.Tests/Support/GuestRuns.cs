// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Tests.Support;

/// <summary>Runs guest programs until they end, and waits for conditions.</summary>
internal static class GuestRuns
{
    /// <summary>Runs one vcpu on the calling thread.</summary>
    public static VcpuExit Run(this VirtualCpu cpu, Func<GuestCpu, IEnumerable<GuestInstruction>> body) => cpu.Run(new GuestProgram(body));

    public static VcpuExit Run(this VirtualCpu cpu, GuestProgram program)
    {
        cpu.Load(program);
        return cpu.Run();
    }

    /// <summary>Runs each vcpu once on a separate thread with its own program, and returns their exits.</summary>
    public static VcpuExit[] RunTogether(this IReadOnlyList<VirtualCpu> cpus, Func<int, GuestProgram> programOf)
    {
        for (int i = 0; i < cpus.Count; i++)
            cpus[i].Load(programOf(i));
        RunningVcpu[] running = [.. cpus.Select(RunningVcpu.Start)];
        return [.. running.Select(vcpu => vcpu.Join())];
    }

    /// <summary>Waits until a condition holds; throws after a minute, so only a failing test waits long.</summary>
    public static void Await(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1)))
            throw new TimeoutException($"Not within a minute: {what}.");
    }
}
