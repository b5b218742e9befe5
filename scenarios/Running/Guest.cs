// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A virtual machine in a scenario.</summary>
/// <param name="System">The host.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Vcpus">Its vcpus.</param>
/// <param name="User">Where slot 0 lies in the user process.</param>
internal sealed record Guest(KvmSystem System, VirtualMachine Machine, IReadOnlyList<VirtualCpu> Vcpus, ulong User)
{
    /// <summary>Vcpu 0.</summary>
    public VirtualCpu Vcpu => Vcpus[0];

    /// <summary>An entry of the table.</summary>
    public IndexedHptEntry Entry(int index) => Machine.HashedPageTable.Read(index);

    /// <summary>The real address of a 16 MB page of slot 0; 0 if the kernel has not looked it up.</summary>
    public ulong RealAddress(int page) => Machine.ReadSlotPages(0)[page] & HptEntry.RealPageMask;

    /// <summary>Which 16 MB page of slot 0 an entry maps.</summary>
    public string PageOf(int index)
    {
        ulong real = Entry(index).Entry.Second & HptEntry.RealPageMask & ~(HugePageSize - 1);
        int page = Array.FindIndex(Machine.ReadSlotPages(0), known => (known & HptEntry.RealPageMask) == real);
        return string.Create(CultureInfo.InvariantCulture, $"{(page < 0 ? "none" : page)}");
    }

    /// <summary>How many 16 MB pages the kernel holds pinned.</summary>
    public int PinnedPages => System.PhysicalMemory.UnusualReferenceCounts().Count();

    /// <summary>Lets vcpu 1 make a hypercall whose tlbie takes long, and does something before it is done.</summary>
    /// <returns>What came of the hypercall.</returns>
    public HypercallOutcome DuringInvalidation(string name, Func<VirtualCpu, HypercallOutcome> call, Action meanwhile)
    {
        Task<HypercallOutcome> issued;
        using (HeldInvalidation held = System.Instruments.HoldNextInvalidation())
        {
            issued = Task.Run(() => call(Vcpus[1]));
            ErratumRun.Await(() => held.IsReached, $"{name} comes to its tlbie");
            meanwhile();
        }
        return issued.Result;
    }

    /// <summary>Writes what an area says of its own length, as the guest does before it registers it.</summary>
    public void WriteLengthOfArea(ulong guestAddress, ushort length) => System.Process.Write(User + guestAddress + 4, BitConverter.GetBytes(length));
}
