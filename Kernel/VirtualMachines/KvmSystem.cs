// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Diagnostics;
using Kernel.Host.Memory;
using Kernel.Machine;
using Kernel.Native;
using Kernel.VirtualMachines.Guests;
using Linux;
using static Linux.book3s_hv;
using static Linux.book3s_hv_builtin;
using static Linux.include.linux.err_h;
using static Linux.include.linux.kvm_h;
using static Linux.kvm_main;

namespace Kernel.VirtualMachines;

// Unsafe: what kvm_create_vm returns is tested with IS_ERR and then owned by one VirtualMachine; a kvmppc_rma_info is a permanent block
// of the heap, which PowerOff disposes last, and not at all while a thread is still inside the kernel.
/// <summary>
/// A booted host with KVM loaded: the first handle, from which all others come. One kernel runs on one machine, so there is one system
/// at a time in a process; dispose it before the next.
/// </summary>
public sealed unsafe class KvmSystem : IDisposable
{
    private const int MostCores = 64;
    private const ulong SizeOfTableFile = 256 << 20;

    private readonly SimulatedHost _host;
    private readonly Lock _gate = new();
    private readonly List<VirtualMachine> _machines = [];
    private bool _disposed;

    private KvmSystem(KvmSystemOptions options, SimulatedHost host)
    {
        Options = options;
        _host = host;
        host.Process.PageTaken = Observe;
    }

    /// <summary>What was booted.</summary>
    public KvmSystemOptions Options { get; }

    /// <summary>The memory of the user process that drives KVM.</summary>
    public AddressSpace Process => _host.Process;

    /// <summary>The host's page frames.</summary>
    public PhysicalMemory PhysicalMemory => _host.Memory;

    /// <summary>What the kernel logged.</summary>
    public KernelLog Log => _host.Log;

    /// <summary>Makes chosen allocations fail.</summary>
    public FaultInjector Faults => _host.Faults;

    /// <summary>The unmanaged memory of the system.</summary>
    public NativeHeap Heap => _host.Heap;

    /// <summary>What the host has done so far.</summary>
    public HostStatistics Statistics => new(TlbInvalidationCounter.Global, TlbInvalidationCounter.Local, (ulong)_host.Heap.LiveBytes);

    /// <summary>What happens on the processors that run guests, as it happens: called on their threads, several at once.</summary>
    public event Action<GuestEvent>? GuestEvents;

    /// <summary>
    /// A page of the process was looked up and pinned: called on the thread that needs it, at once. Of two threads that pin the same page
    /// for the same slot at the same time, the later one drops its reference again.
    /// </summary>
    public event Action<PagePin>? PagePinned;

    internal SimulatedHost Host => _host;

    internal void Observe(GuestEvent guestEvent) => GuestEvents?.Invoke(guestEvent);

    private void Observe(UserPageLookup lookup) =>
        PagePinned?.Invoke(new PagePin(lookup.Address, lookup.Pfn << Options.PageShift, 1ul << (lookup.Order + Options.PageShift)));

    /// <summary>Boots a host and loads KVM.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Another system is booted.</exception>
    /// <exception cref="IOException">The file for the tables cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file for the tables may not be made.</exception>
    public static KvmSystem Boot(KvmSystemOptions? options = null)
    {
        options ??= new KvmSystemOptions();
        if (options.PageShift is not (12 or 16))
            throw new ArgumentException($"PageShift is {options.PageShift}; expected 12 or 16.", nameof(options));
        if (options.Cores is < 1 or > MostCores)
            throw new ArgumentException($"Cores is {options.Cores}; expected 1 to {MostCores}.", nameof(options));
        if (options.Clock is null)
            throw new ArgumentException("Clock is null; expected what tells the time, such as TimeProvider.System.", nameof(options));
        if (options.CommandLine is null)
            throw new ArgumentException("CommandLine is null; expected a string, which may be empty.", nameof(options));
        Processor processor = options.Cpu switch
        {
            CpuModel.Power7 => Processor.Power7(),
            CpuModel.Ppc970 => Processor.Ppc970(),
            _ => throw new ArgumentException($"Cpu is {options.Cpu}; expected {CpuModel.Power7} or {CpuModel.Ppc970}.", nameof(options)),
        };
        return Boot(options, processor, _ => { });
    }

    /// <summary>Boots a host on a processor with registers of its own, configured before the kernel runs.</summary>
    internal static KvmSystem Boot(KvmSystemOptions options, Processor processor, Action<SimulatedHost> configure)
    {
        var host = new SimulatedHost(processor, options.PageShift, options.Cores) { AreSecondaryThreadsOnline = options.SecondaryThreadsOnline };
        host.PowerOn(options.Clock, options.RecordInvalidations);
        try
        {
            configure(host);
            host.Heap.Poisons |= options.PoisonsMemory;
            if (options.TableFile is { } tables)
                host.Heap.Tables = SharedTableFile.Create(tables, SizeOfTableFile);
            KernelImage.Boot(host, options.PageShift, options.Errata, options.CommandLine);
            return new KvmSystem(options, host);
        }
        catch
        {
            host.PowerOff(keepsMemory: false);
            throw;
        }
    }

    /// <summary>KVM_CREATE_VM (<c>kvm_create_vm</c>).</summary>
    /// <exception cref="KvmException">ENOMEM: no memory for the table, or no LPID free.</exception>
    public VirtualMachine CreateVirtualMachine()
    {
        TryCreateVirtualMachine(out VirtualMachine? machine).ThrowIfFailed("KVM_CREATE_VM");
        return machine!;
    }

    /// <summary>KVM_CREATE_VM (<c>kvm_create_vm</c>).</summary>
    /// <returns>Success, or ENOMEM: no memory for the table, or no LPID free.</returns>
    public KvmResult TryCreateVirtualMachine(out VirtualMachine? machine)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfDown();
        kvm* kvm = (kvm*)kvm_dev_ioctl(KVM_CREATE_VM, 0);
        if (IS_ERR(kvm))
        {
            machine = null;
            return new KvmResult((int)PTR_ERR(kvm));
        }
        machine = new VirtualMachine(this, kvm);
        lock (_gate)
            _machines.Add(machine);
        return new KvmResult(0);
    }

    /// <summary>KVM_CHECK_EXTENSION: what the kernel can do; 0 for what it does not know.</summary>
    /// <param name="extension">A number of KVM_CAP_….</param>
    public int CheckExtension(int extension)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfDown();
        return (int)kvm_dev_ioctl(KVM_CHECK_EXTENSION, (ulong)extension);
    }

    /// <summary>
    /// Lets the next tlbie or tlbiel come late, as a busy bus does: whoever issues it stops right before the translation goes. Needs
    /// <see cref="KvmSystemOptions.RecordInvalidations"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Invalidations are not recorded, or one is held already.</exception>
    public HeldInvalidation HoldNextInvalidation()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!Options.RecordInvalidations)
            throw new InvalidOperationException($"{nameof(Options.RecordInvalidations)} is false; expected true.");
        return new HeldInvalidation();
    }

    /// <summary>Puts another real mode area into the pool, as the boot does on a PPC970; of use on a POWER7.</summary>
    /// <param name="bytes">Its size, a multiple of 16 MB up to 64 GB; which sizes the processor accepts shows when the area is used.</param>
    /// <exception cref="ArgumentException">It is no such size.</exception>
    /// <exception cref="InvalidOperationException">The system is down after an oops.</exception>
    public void AddRealModeArea(ulong bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (bytes == 0 || bytes % PhysicalMemory.SectionSize != 0)
            throw new ArgumentException($"bytes is 0x{bytes:x}; expected a multiple of 16 MB, not 0.", nameof(bytes));
        if (bytes > PhysicalMemory.MaxAreaSize)
            throw new ArgumentException($"bytes is 0x{bytes:x}; expected at most 0x{PhysicalMemory.MaxAreaSize:x}.", nameof(bytes));
        ThrowIfDown();
        AddRealModeArea(_host.Memory.AllocateContiguous(bytes), bytes >> Options.PageShift);
    }

    /// <summary>
    /// Switches everything off and checks that nothing leaked. If threads hang inside a kernel that has oopsed, its memory is left to them.
    /// </summary>
    /// <exception cref="NativeLeakException">Unmanaged memory or pages were still held. After an oops that is not checked.</exception>
    /// <exception cref="InvalidOperationException">Called from a guest's program, handler or watcher.</exception>
    public void Dispose()
    {
        GuestCode.ThrowIfOutside();
        if (_disposed)
            return;
        _disposed = true;
        TlbInvalidationBrake.Release();     // nobody waits for a hypercall that waits for this one
        IReadOnlyList<NativeAllocation> leaks = [];
        bool isInUse = false;
        try
        {
            isInUse = DisposeMachines();
            if (!_host.IsTainted)
                leaks = ShutDown();
        }
        finally
        {
            _host.PowerOff(keepsMemory: isInUse);
        }
        if (leaks.Count != 0)
            throw new NativeLeakException(leaks);
    }

    internal kvmppc_rma_info* AddRealModeArea(ulong firstPfn, ulong pages)
    {
        var ri = (kvmppc_rma_info*)_host.Heap.Allocate("struct kvmppc_rma_info", (nuint)sizeof(kvmppc_rma_info), options: BlockOptions.Permanent);
        ri->base_pfn = firstPfn;
        ri->npages = pages;
        kvm_add_rma(ri);
        return ri;
    }

    internal void Forget(VirtualMachine machine)
    {
        lock (_gate)
            _machines.Remove(machine);
    }

    private void ThrowIfDown()
    {
        if (_host.IsTainted)
            throw new InvalidOperationException("The system is down after a kernel oops; dispose it.");
    }

    // After an oops this only marks them as gone. Returns whether some thread is still inside the kernel, where it may stay for ever.
    private bool DisposeMachines()
    {
        VirtualMachine[] machines;
        lock (_gate)
            machines = [.. _machines];
        foreach (VirtualMachine machine in machines)
            machine.Dispose();
        return machines.Any(machine => machine.IsInUse);
    }

    private IReadOnlyList<NativeAllocation> ShutDown()
    {
        _host.Process.Clear();
        _host.Files.CloseAll();
        kvmppc_book3s_hv_exit();
        return _host.Heap.Leaks;
    }
}
