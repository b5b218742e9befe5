// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host;
using Kernel.Host.Memory;
using Kernel.Machine;

namespace Kernel.VirtualMachines;

/// <summary>Tools for observing a running system and forcing rare states.</summary>
public sealed class Instruments
{
    private readonly KvmSystem _system;
    private readonly SimulatedHost _host;

    internal Instruments(KvmSystem system, SimulatedHost host)
    {
        _system = system;
        _host = host;
    }

    /// <summary>Makes chosen allocations fail.</summary>
    public FaultInjector Faults => _host.Faults;

    /// <summary>What the host has done so far; all 0 once the system is disposed.</summary>
    public HostStatistics Statistics
    {
        get
        {
            if (!_host.Lifetime.TryBegin())
                return default;
            HostStatistics statistics = new(TlbInvalidationCounter.Global, TlbInvalidationCounter.Local, (ulong)_host.Heap.LiveBytes);
            _host.Lifetime.Leave();
            return statistics;
        }
    }

    /// <summary>The UAMOR of a hardware thread. While no guest runs there, it is the one under which the host runs its processes.</summary>
    /// <param name="processor">The number of the hardware thread: four for each core.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hardware thread.</exception>
    public ulong ReadUamor(int processor)
    {
        using Lifetime.Scope _ = _system.Lifetime.Use(_system);
        ArgumentOutOfRangeException.ThrowIfNegative(processor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(processor, HardwareThreads.Count);
        return HardwareThreads.UamorOf(processor);
    }

    /// <summary>
    /// Delays the next tlbie or tlbiel, as a busy bus does: whoever issues it stops right before the translation goes. Needs
    /// <see cref="InstrumentOptions.RecordInvalidations"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Invalidations are not recorded, or one is held already.</exception>
    public HeldInvalidation HoldNextInvalidation()
    {
        using Lifetime.Scope _ = _system.Lifetime.Use(_system);
        if (!_system.Options.Instruments.RecordInvalidations)
            throw new InvalidOperationException($"{nameof(InstrumentOptions.RecordInvalidations)} is false; expected true.");
        return new HeldInvalidation(_system);
    }
}
