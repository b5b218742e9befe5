// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Diagnostics;
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Vectors;

/// <summary>
/// What a scenario has made so far: the host, its virtual machine, and everything that later operations name by a number.
/// </summary>
internal sealed class ScenarioState(VectorVariant variant) : IDisposable
{
    private KvmSystem? _system;
    private VirtualMachine? _machine;

    internal VectorVariant Variant { get; } = variant;

    /// <summary>The host; there is one from the operation <c>host</c> on.</summary>
    internal KvmSystem System
    {
        get => _system ?? throw new InvalidOperationException("The scenario has no host yet.");
        set => _system = value;
    }

    /// <summary>The virtual machine; there is one from an <c>init</c> on that succeeds.</summary>
    internal VirtualMachine Machine
    {
        get => _machine ?? throw new InvalidOperationException("The scenario has no virtual machine yet.");
        set => _machine = value;
    }

    internal bool HasSystem => _system is not null;

    internal bool HasMachine => _machine is not null;

    internal bool IsDestroyed { get; set; }

    /// <summary>The vcpus, by number.</summary>
    internal List<VirtualCpu> Vcpus { get; } = [];

    /// <summary>The real mode areas in the order in which they came into the pool; each a <c>kvmppc_rma_info*</c>.</summary>
    internal List<nint> Areas { get; } = [];

    /// <summary>What each <c>pin</c> gave; 0 where it gave nothing.</summary>
    internal List<nint> Pins { get; } = [];

    /// <summary>The handles that an <c>unpin</c> has taken.</summary>
    internal HashSet<int> Unpinned { get; } = [];

    /// <summary>The largest number of pages that each slot has had.</summary>
    internal Dictionary<int, ulong> MaxPageCounts { get; } = [];

    /// <summary>The entries of the table that the scenario itself has locked.</summary>
    internal HashSet<ulong> Locked { get; } = [];

    /// <summary>Switches the host off after a scenario that went well, and checks that nothing leaked.</summary>
    /// <exception cref="NativeLeakException">Unmanaged memory was still held, and no pin of the scenario explains it.</exception>
    internal void Close()
    {
        try
        {
            _system?.CheckForLeaks();
        }
        catch (NativeLeakException) when (HoldsPins())
        {
            // A scenario may end with pages pinned.
        }
    }

    /// <summary>Switches the host off after a failure, and swallows its errors so that the first one stays visible.</summary>
    public void Dispose()
    {
        try
        {
            _system?.Dispose();
        }
        catch (KernelOopsException)
        {
            // An earlier error is already being reported.
        }
    }

    private bool HoldsPins() => Pins.Where((address, handle) => address != 0 && !Unpinned.Contains(handle)).Any();
}
