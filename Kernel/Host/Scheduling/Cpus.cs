// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.Host.Scheduling;

// Unsafe: pointers to hardware threads are used within one expression; they live as long as the machine is switched on.
/// <summary>The host's processors, which are the hardware threads of the machine; only the first of each core runs tasks of the host.</summary>
internal static unsafe class Cpus
{
    /// <summary>How many there are.</summary>
    internal static int Count => HardwareThreads.Count;

    /// <summary>The one that the calling thread is on.</summary>
    internal static int CurrentNumber => HardwareThread.Current->Number;

    /// <summary>Whether it runs tasks of the host. The others of a core do not, unless the system was booted so: they nap until KVM needs them.</summary>
    internal static bool IsOnline(int cpu) => cpu % SimulatedHost.Current.Processor.ThreadsPerCore == 0 || SimulatedHost.Current.AreSecondaryThreadsOnline;

    /// <summary>Sends it an interrupt.</summary>
    [RealMode]
    internal static void Interrupt(int cpu) => HardwareThread.Interrupt(HardwareThreads.Detached + 1 + cpu);
}
