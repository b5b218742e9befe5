// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios.Running;

/// <summary>The virtual machine of a scenario, with its host and its vcpus.</summary>
/// <param name="System">The host system.</param>
/// <param name="Machine">The virtual machine.</param>
/// <param name="Vcpus">Its vcpus.</param>
/// <param name="User">The user address of slot 0.</param>
internal sealed record Guest(KvmSystem System, VirtualMachine Machine, IReadOnlyList<VirtualCpu> Vcpus, ulong User)
{
    /// <summary>Vcpu 0.</summary>
    public VirtualCpu Vcpu => Vcpus[0];

    /// <summary>An entry of the hashed page table.</summary>
    public IndexedHptEntry Entry(int index) => Machine.HashedPageTable.Read(index);

    /// <summary>The real address of a 16 MB page of slot 0; 0 if the kernel has not looked the page up.</summary>
    public ulong RealAddress(int page) => Machine.ReadSlotPages(0)[page] & HptEntry.RealPageMask;

    /// <summary>The number of the 16 MB page of slot 0 that an entry maps, or <c>none</c>.</summary>
    public string PageOf(int index)
    {
        ulong real = Entry(index).Entry.Second & HptEntry.RealPageMask & ~(HugePageSize - 1);
        int page = Array.FindIndex(Machine.ReadSlotPages(0), known => (known & HptEntry.RealPageMask) == real);
        return string.Create(CultureInfo.InvariantCulture, $"{(page < 0 ? "none" : page)}");
    }

    /// <summary>The number of 16 MB pages that are pinned.</summary>
    public int PinnedPages => System.PhysicalMemory.UnusualReferenceCounts().Count();

    /// <summary>Lets vcpu 1 make a hypercall, holds up its tlbie, and does something meanwhile.</summary>
    /// <param name="name">The name of the hypercall, for the message if it does not reach its tlbie.</param>
    /// <param name="call">The hypercall.</param>
    /// <param name="meanwhile">What to do before the tlbie takes effect.</param>
    /// <returns>The outcome of the hypercall.</returns>
    public HypercallOutcome DuringInvalidation(string name, Func<VirtualCpu, HypercallOutcome> call, Action meanwhile)
    {
        Task<HypercallOutcome> issued;
        using (HeldInvalidation held = System.Instruments.HoldNextInvalidation())
        {
            issued = Task.Run(() => call(Vcpus[1]));
            ErratumRun.Await(() => held.IsReached, $"{name} reaches its tlbie");
            meanwhile();
        }
        return issued.Result;
    }

    /// <summary>Reads a 32-bit word of the guest's memory.</summary>
    public uint ReadWord(ulong guestAddress)
    {
        byte[] word = new byte[sizeof(uint)];
        System.Process.Read(User + guestAddress, word);
        return BitConverter.ToUInt32(word);
    }

    /// <summary>Writes the length of an area into the area, as the guest does before it registers it.</summary>
    public void WriteLengthOfArea(ulong guestAddress, ushort length) =>
        System.Process.Write(User + guestAddress + 4, BitConverter.GetBytes(length));
}
