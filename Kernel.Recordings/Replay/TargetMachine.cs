// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Diagnostics;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>
/// The virtual machine that a recording is played on: a POWER7 with the guest's memory as one slot of 16 MB pages. It has no real mode
/// area, because the recorded machine was emulated and kept no entries of its own in the guest's table.
/// </summary>
internal sealed class TargetMachine : IDisposable
{
    private const ulong HugePageBytes = 16UL << 20;
    private const ulong MaxMemoryBytes = 256UL << 30;

    private readonly VirtualCpu?[] _vcpus = new VirtualCpu?[TraceRecord.MaxVcpu + 1];
    private readonly Dictionary<VirtualCpu, VcpuThread>? _guests;
    private readonly KvmSystem _system;
    private readonly VirtualMachine _machine;
    private readonly ulong _userAddress;
    private long _lookups;

    public TargetMachine(Recording recording, ReplayOptions options)
    {
        MemoryBytes = recording.MemoryBytes ?? ReplayOptions.DefaultMemoryBytes;
        if (MemoryBytes % HugePageBytes != 0 || MemoryBytes > MaxMemoryBytes)
        {
            throw new NotSupportedException(
                $"The recorded guest has {MemoryBytes} bytes of memory; "
                + $"the replay needs a multiple of 16 MB, at most {MaxMemoryBytes >> 30} GiB.");
        }
        _system = KvmSystem.Boot(new KvmSystemOptions
        {
            Cpu = CpuModel.Power7,
            PageShift = options.PageShift,
            Errata = options.Errata,
            Instruments = new InstrumentOptions { RecordInvalidations = true },
        });
        try
        {
            _system.PagePinned += (_, _) => Interlocked.Increment(ref _lookups);
            _machine = _system.CreateVirtualMachine();
            Table = _machine.HashedPageTable;
            if (Table.Order != recording.Order)
                throw new NotSupportedException($"The recorded table has order {recording.Order}; the port's has order {Table.Order}.");
            // The host allocates its record of each page beforehand, so that a hypercall that pins a page allocates nothing.
            bool populate = MemoryBytes <= ReplayOptions.DefaultMemoryBytes;
            _userAddress = _system.Process.Map(MemoryBytes, new MappingOptions { Populate = populate });
            _machine.SetMemoryRegion(0, 0, MemoryBytes, _userAddress);
            if (options.RunsVcpus)
            {
                _machine.DisableRealModeArea();
                _guests = [];
            }
            else
            {
                (BytesInRealMode, BytesInVirtualMode) = (0, 0);
            }
        }
        catch
        {
            _system.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the guest's memory.</summary>
    public ulong MemoryBytes { get; }

    /// <summary>The machine's table.</summary>
    public HashedPageTable Table { get; }

    /// <summary>Virtual processors created.</summary>
    public int VcpuCount { get; private set; }

    /// <summary>Managed bytes allocated by hypercalls that real mode answered; null where vcpus run on threads of their own.</summary>
    public long? BytesInRealMode { get; private set; }

    /// <summary>Managed bytes allocated by the other hypercalls.</summary>
    public long? BytesInVirtualMode { get; private set; }

    /// <summary>The host's counters.</summary>
    public HostStatistics Statistics => _system.Instruments.Statistics;

    /// <summary>The slot that holds the guest's memory.</summary>
    public MemorySlot Memory => _machine.MemorySlots[0];

    /// <summary>How often the host has looked up a page of the guest's memory in order to pin it.</summary>
    public long PageLookups => Interlocked.Read(ref _lookups);

    /// <summary>The virtual processor of that number, created when it is first named.</summary>
    /// <exception cref="NotSupportedException">The port has no virtual processor of that number.</exception>
    public VirtualCpu Vcpu(int id) => _vcpus[id] ?? Create(id);

    /// <summary>Makes a hypercall. What it returns beside its result is in the virtual processor's registers, r4 and up.</summary>
    public HypercallOutcome Call(VirtualCpu vcpu, RecordKind kind, ReadOnlySpan<ulong> arguments)
    {
        if (_guests is not null)
            return _guests[vcpu].Call(kind.HypercallNumber(), arguments);
        long before = GC.GetAllocatedBytesForCurrentThread();
        HypercallOutcome outcome = vcpu.Hypercall(kind.HypercallNumber(), arguments);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (outcome.Path == HypercallPath.RealMode)
            BytesInRealMode += allocated;
        else
            BytesInVirtualMode += allocated;
        return outcome;
    }

    /// <summary>An entry of the table as the guest knows it; zeros where it is not valid.</summary>
    public HptEntry GuestEntry(int slot)
    {
        HptEntry guest = Table.Read(slot).GuestEntry;
        return guest.IsValid ? guest : default;
    }

    /// <summary>The fingerprint of the table as the guest knows it.</summary>
    public ulong ComputeFingerprint() => Table.ComputeGuestFingerprint();

    /// <summary>
    /// Writes, as the guest did before H_REGISTER_VPA, the length of the area into it; in the host's byte order, like the table.
    /// Bits 45 to 47 of the flags say which area: 1 virtual processor area, 2 dispatch trace log, 3 SLB shadow buffer.
    /// </summary>
    public void WriteAreaLength(ulong flags, ulong address)
    {
        const int lengthOffset = 4;
        const ushort vpaBytes = 640;
        const uint bufferBytes = 48;
        int area = (int)(flags >> 45) & 7;
        if (area is 0 or > 3 || address > MemoryBytes - (lengthOffset + sizeof(uint)))
            return;
        Span<byte> length = stackalloc byte[area == 1 ? sizeof(ushort) : sizeof(uint)];
        if (area == 1)
            BitConverter.TryWriteBytes(length, vpaBytes);
        else
            BitConverter.TryWriteBytes(length, bufferBytes);
        _system.Process.Write(_userAddress + address + lengthOffset, length);
    }

    /// <summary>Writes the table, and completes the dump.</summary>
    public void Dump(HptDumpWriter writer)
    {
        foreach (IndexedHptEntry entry in Table.ReadValid())
            writer.Write(entry with { GuestSecond = entry.GuestEntry.Second });
        writer.Complete();
    }

    /// <summary>
    /// Ends the virtual processors, switches the machine off and checks that nothing leaked. Throws the first exception that ended the run
    /// of a virtual processor.
    /// </summary>
    /// <exception cref="NativeLeakException">The port kept memory or pages.</exception>
    public void Close()
    {
        EndGuests()?.Throw();
        _system.CheckForLeaks();
    }

    /// <summary>Switches the machine off after a failure, and swallows its errors so that the first one stays visible.</summary>
    public void Dispose()
    {
        EndGuests();
        try
        {
            _system.Dispose();
        }
        catch (KernelOopsException)
        {
            // An earlier error is already being reported.
        }
    }

    // Returns the first exception that ended a run.
    private ExceptionDispatchInfo? EndGuests()
    {
        ExceptionDispatchInfo? first = null;
        foreach (VcpuThread guest in _guests?.Values ?? Enumerable.Empty<VcpuThread>())
        {
            try
            {
                guest.End();
            }
            catch (Exception exception)
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }
        return first;
    }

    private VirtualCpu Create(int id)
    {
        if (!_machine.TryCreateVcpu(id, out VirtualCpu? vcpu, out KvmResult result))
            throw new NotSupportedException($"The recording names virtual processor {id}, which the port cannot create: {result.Name}.");
        VcpuCount++;
        _guests?.Add(vcpu, new VcpuThread(vcpu));
        return _vcpus[id] = vcpu;
    }
}
