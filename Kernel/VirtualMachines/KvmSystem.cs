// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Kernel.Concurrency;
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
// of the heap, which PowerOff disposes last, and not at all while a thread is still inside the kernel. Calls use the host's lifetime, and
// Dispose waits for them.
/// <summary>
/// A booted host with KVM loaded: the root object, from which all others are created. One kernel runs on one machine, so a process has
/// one system at a time; dispose it before booting the next.
/// </summary>
public sealed unsafe class KvmSystem : IDisposable
{
    private const int MaxCores = 64;
    private const ulong LimitOfTableFile = 64ul << 30;

    private readonly SimulatedHost _host;
    private readonly BriefLock _gate = new();
    private readonly List<VirtualMachine> _machines = [];
    private IReadOnlyList<NativeAllocation> _leaks = [];
    private List<string> _damage = [];
    private readonly Latch _isOff = new();
    private ExceptionDispatchInfo? _oops;
    private ExceptionDispatchInfo? _failure;        // of a program that was disposed

    private KvmSystem(KvmSystemOptions options, SimulatedHost host)
    {
        Options = options;
        _host = host;
        Instruments = new Instruments(this, host);
        host.Process.PageTaken = RaisePagePinned;
    }

    /// <summary>What was booted.</summary>
    public KvmSystemOptions Options { get; }

    /// <summary>The memory of the user process that drives KVM.</summary>
    public AddressSpace Process => _host.Process;

    /// <summary>The host's page frames.</summary>
    public PhysicalMemory PhysicalMemory => _host.Memory;

    /// <summary>What the kernel logged.</summary>
    public KernelLog Log => _host.Log;

    /// <summary>Tools for observing the system and forcing rare states.</summary>
    public Instruments Instruments { get; }

    /// <summary>
    /// Something happened on a processor that runs a guest. Raised at once, on the thread of that processor, for several processors at the
    /// same time. An exception that a handler throws ends the guest's program, and <see cref="VirtualCpu.Run"/> throws it.
    /// </summary>
    public event EventHandler<GuestEvent>? GuestEventOccurred;

    /// <summary>
    /// A page of the process was looked up and pinned. Raised at once, on the thread that needs the page. Of two threads that pin the same
    /// page for the same slot at the same time, the later one drops its reference again. An exception that a handler throws comes out of
    /// the call that pinned the page, after the call has done its work.
    /// </summary>
    public event EventHandler<PagePin>? PagePinned;

    internal SimulatedHost Host => _host;

    /// <summary>Whether anything listens to <see cref="GuestEventOccurred"/>.</summary>
    internal bool IsObserved => GuestEventOccurred is not null;

    /// <summary>Whether anything listens to <see cref="PagePinned"/>, so that a call may have an exception of a handler to throw.</summary>
    internal bool HasPinHandlers => PagePinned is not null;

    /// <summary>The unmanaged memory of the system.</summary>
    internal NativeHeap Heap => _host.Heap;

    /// <summary>Uses of the system, for which <see cref="Dispose"/> waits.</summary>
    internal Lifetime Lifetime => _host.Lifetime;

    internal void Raise(GuestEvent guestEvent) => GuestEventOccurred?.Invoke(this, guestEvent);

    private void RaisePagePinned(UserPageLookup lookup)
    {
        if (PagePinned is not { } handlers)
            return;
        try
        {
            using UserCode.Scope _ = UserCode.Enter();
            handlers(this, new PagePin(lookup.Address, lookup.Pfn << Options.PageShift, 1ul << (lookup.Order + Options.PageShift)));
        }
        catch (Exception exception)
        {
            UserCode.KeepFailure(exception);        // the kernel is between two steps, and may hold locks
        }
    }

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
        if (options.Cores is < 1 or > MaxCores)
            throw new ArgumentException($"Cores is {options.Cores}; expected 1 to {MaxCores}.", nameof(options));
        if (options.Instruments is null)
            throw new ArgumentException("Instruments is null; expected instruments, which may be the default ones.", nameof(options));
        if (options.Instruments.Clock is null)
            throw new ArgumentException("Instruments.Clock is null; expected a clock, such as TimeProvider.System.", nameof(options));
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
        var host = new SimulatedHost(processor, options.PageShift, options.Cores)
        {
            AreSecondaryThreadsOnline = options.Instruments.SecondaryThreadsOnline,
        };
        host.PowerOn(options.Instruments.Clock, options.Instruments.RecordInvalidations);
        try
        {
            configure(host);
            host.Heap.Poisons |= options.Instruments.PoisonMemory;
            if (options.Instruments.TableFile is { } tables)
                host.Heap.Tables = SharedTableFile.Create(tables, LimitOfTableFile);
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
    /// <exception cref="KvmException">ENOMEM: no memory for the table, or no LPID is free.</exception>
    public VirtualMachine CreateVirtualMachine()
    {
        if (!TryCreateVirtualMachine(out VirtualMachine? machine, out KvmResult result))
            throw new KvmException("KVM_CREATE_VM", result);
        return machine;
    }

    /// <summary>KVM_CREATE_VM (<c>kvm_create_vm</c>).</summary>
    /// <param name="machine">The machine, if there is one.</param>
    /// <param name="result">Success, or ENOMEM: no memory for the table, or no LPID is free.</param>
    /// <returns>Whether the machine was created.</returns>
    public bool TryCreateVirtualMachine([NotNullWhen(true)] out VirtualMachine? machine, out KvmResult result)
    {
        using Lifetime.Scope _ = Enter();
        machine = null;
        kvm* kvm = (kvm*)kvm_dev_ioctl(KVM_CREATE_VM, 0);
        result = new KvmResult(IS_ERR(kvm) ? (int)PTR_ERR(kvm) : 0);
        if (!result.IsSuccess)
            return false;
        machine = new VirtualMachine(this, kvm);
        using (_gate.Hold())
            _machines.Add(machine);
        return true;
    }

    /// <summary>KVM_CHECK_EXTENSION: what the kernel can do; 0 for what it does not know.</summary>
    /// <param name="extension">A number of KVM_CAP_….</param>
    public int CheckExtension(int extension)
    {
        using Lifetime.Scope _ = Enter();
        return (int)kvm_dev_ioctl(KVM_CHECK_EXTENSION, (ulong)extension);
    }

    /// <summary>Adds a real mode area to the pool, as the boot does on a PPC970. A POWER7 can use one as well.</summary>
    /// <param name="bytes">Its size, a multiple of 16 MB up to 64 GB. Not every size can be used: KVM_RUN checks that.</param>
    /// <exception cref="ArgumentException">The size is not such a multiple.</exception>
    /// <exception cref="InvalidOperationException">The system is down after an oops.</exception>
    public void AddRealModeArea(ulong bytes)
    {
        if (bytes == 0 || bytes % PhysicalMemory.SectionSize != 0)
            throw new ArgumentException($"bytes is 0x{bytes:x}; expected a multiple of 16 MB, not 0.", nameof(bytes));
        if (bytes > PhysicalMemory.MaxArea)
            throw new ArgumentException($"bytes is 0x{bytes:x}; expected at most 0x{PhysicalMemory.MaxArea:x}.", nameof(bytes));
        using Lifetime.Scope _ = Enter();
        AddRealModeArea(_host.Memory.AllocateContiguous(bytes), bytes >> Options.PageShift);
    }

    /// <summary>
    /// Switches everything off, open descriptors and held invalidations included. Calls of other threads that have begun end first, runs of
    /// vcpus by a signal; later calls are refused. If threads hang inside a kernel that has oopsed, its memory is left to them. Leaks are
    /// reported by <see cref="CheckForLeaks"/>, not here.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Called from a guest's program or an event handler, for which it would wait forever. Nothing has been switched off.
    /// </exception>
    /// <exception cref="Exception">What the <c>finally</c> of a guest's program has thrown. Everything has been switched off.</exception>
    public void Dispose()
    {
        UserCode.ThrowIfInside();
        if (!Lifetime.TryEnd())
        {
            _isOff.Wait();
            return;
        }
        try
        {
            SwitchOff();
        }
        finally
        {
            _isOff.Open();
        }
        _failure?.Throw();
    }

    /// <summary>
    /// Switches the system off, if it is still on, and checks that nothing leaked and that no memory is damaged; a second call reports
    /// nothing more. After an oops neither is checked.
    /// </summary>
    /// <exception cref="NativeCorruptionException">Memory is damaged: Debug builds check guard regions and freed blocks.</exception>
    /// <exception cref="NativeLeakException">Unmanaged memory or pages were still held.</exception>
    /// <exception cref="KernelOopsException">Switching the system off ended in an oops.</exception>
    public void CheckForLeaks()
    {
        Dispose();
        ExceptionDispatchInfo? oops = _oops;
        _oops = null;
        oops?.Throw();
        (IReadOnlyList<NativeAllocation> leaks, List<string> damage) = (_leaks, _damage);
        (_leaks, _damage) = ([], []);
        if (damage.Count != 0)
            throw new NativeCorruptionException(string.Join(Environment.NewLine, damage));
        if (leaks.Count != 0)
            throw new NativeLeakException(leaks);
    }

    /// <summary>Begins a call into the kernel that concerns no machine, or the descriptors of one.</summary>
    /// <param name="evenIfDown">Whether to allow the call after an oops.</param>
    /// <exception cref="ObjectDisposedException">The system has been disposed.</exception>
    /// <exception cref="InvalidOperationException">The kernel has oopsed, or the caller is code that the kernel waits for.</exception>
    internal Lifetime.Scope Enter(bool evenIfDown = false)
    {
        UserCode.ThrowIfInside();
        Lifetime.Scope use = Lifetime.Use(this);
        if (evenIfDown || !_host.IsTainted)
            return use;
        use.Dispose();
        throw new InvalidOperationException("The system is down after a kernel oops; dispose it.");
    }

    internal kvmppc_rma_info* AddRealModeArea(ulong firstPfn, ulong pages)
    {
        void* block = _host.Heap.Allocate("struct kvmppc_rma_info", (nuint)sizeof(kvmppc_rma_info), options: BlockOptions.Permanent);
        var ri = (kvmppc_rma_info*)block;
        ri->base_pfn = firstPfn;
        ri->npages = pages;
        kvm_add_rma(ri);
        return ri;
    }

    internal void Forget(VirtualMachine machine)
    {
        using (_gate.Hold())
            _machines.Remove(machine);
    }

    private void SwitchOff()
    {
        // A hypercall may be stopped at a held invalidation, and a call that has begun may still hold one; the machines wait for it.
        TlbInvalidationBrake.Release();
        bool isInUse = !Lifetime.WaitUntilUnused(() =>
        {
            TlbInvalidationBrake.Release();
            return _host.IsTainted;
        });
        TlbInvalidationBrake.Release();
        _host.Heap.RepairTables();
        isInUse |= DisposeMachines();
        try
        {
            if (!_host.IsTainted)
            {
                _leaks = ShutDown();
                _damage = _host.Heap.TakeDamage();
            }
        }
        catch (KernelOopsException oops)
        {
            Keep(oops);
        }
        finally
        {
            _host.PowerOff(keepsMemory: isInUse);
        }
    }

    // After an oops this only marks them as disposed. Returns whether some thread is still inside the kernel, where it may stay forever.
    private bool DisposeMachines()
    {
        VirtualMachine[] machines;
        using (_gate.Hold())
            machines = [.. _machines];
        foreach (VirtualMachine machine in machines)
        {
            try
            {
                machine.Dispose();
            }
            catch (KernelOopsException oops)
            {
                Keep(oops);
            }
            catch (Exception failure)
            {
                _failure ??= ExceptionDispatchInfo.Capture(failure);
            }
        }
        return machines.Any(machine => machine.IsInUse);
    }

    // Dispose does not throw: the oops comes out of CheckForLeaks.
    private void Keep(KernelOopsException oops) => _oops ??= ExceptionDispatchInfo.Capture(oops);

    // As a process ends: its mappings go, then its files, whose release may destroy a machine, and last what machines count (mm_count).
    private IReadOnlyList<NativeAllocation> ShutDown()
    {
        _host.Process.UnmapAll();
        _host.Files.CloseAll();
        _host.Process.Free();
        kvmppc_book3s_hv_exit();
        return _host.Heap.Leaks;
    }
}
