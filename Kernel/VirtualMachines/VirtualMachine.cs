// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;
using Kernel.Concurrency;
using Kernel.Native;
using Linux;
using static Linux.book3s_hv;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.asm.page_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.kvm_host_h;
using static Linux.include.linux.mutex_h;
using static Linux.kvm_main;

namespace Kernel.VirtualMachines;

// Unsafe: _kvm is freed by Dispose, when no use is left. Each call holds one through Enter and each look at memory one through Look, so
// pointers are good until the MachineCall is disposed; slots and their arrays are read under slots_lock.
/// <summary>A virtual machine: its memory slots, its hashed page table and its vcpus.</summary>
public sealed unsafe class VirtualMachine : IDisposable
{
    private readonly KvmSystem _system;
    private readonly kvm* _kvm;
    private readonly Lifetime _lifetime = new();
    private readonly Latch _gone = new();
    private readonly BriefLock _vcpusLock = new();
    private readonly List<VirtualCpu> _vcpus = [];

    internal VirtualMachine(KvmSystem system, kvm* kvm)
    {
        _system = system;
        _kvm = kvm;
        HashedPageTable = new HashedPageTable(this);
    }

    /// <summary>The hashed page table.</summary>
    public HashedPageTable HashedPageTable { get; }

    /// <summary>The logical partition ID.</summary>
    public int Lpid
    {
        get
        {
            using MachineCall call = Look();
            return (int)call.Kvm->arch.lpid;
        }
    }

    /// <summary>The LPCR under which the guest runs; on PPC970 its HID4.</summary>
    public ulong Lpcr
    {
        get
        {
            using MachineCall call = Look();
            return READ_ONCE(&call.Kvm->arch.lpcr);
        }
    }

    /// <summary>With an RMA, the offset that is added to real-mode addresses of the guest; 0 before the area is set up.</summary>
    public ulong Rmor
    {
        get
        {
            using MachineCall call = Look();
            return READ_ONCE(&call.Kvm->arch.rma_setup_done) != 0 ? call.Kvm->arch.rmor : 0;
        }
    }

    /// <summary>Whether the real mode area is set up.</summary>
    public bool IsRealModeAreaSetUp
    {
        get
        {
            using MachineCall call = Look();
            return READ_ONCE(&call.Kvm->arch.rma_setup_done) != 0;
        }
    }

    /// <summary>Whether a change of memory slots waits for readers of the old ones (<c>synchronize_srcu_expedited</c>).</summary>
    public bool IsSlotChangeWaiting
    {
        get
        {
            using MachineCall call = Look();
            srcu_struct* srcu = &call.Kvm->srcu;
            return Atomics.Read(ref srcu->waiting) != 0 && Atomics.Read(ref srcu->c[0]) + Atomics.Read(ref srcu->c[1]) != 0;
        }
    }

    /// <summary>The slots that hold memory, by ascending number.</summary>
    public IReadOnlyList<MemorySlot> MemorySlots
    {
        get
        {
            using MachineCall call = Enter(evenIfDown: true);
            kvm* kvm = call.Kvm;
            var slots = new List<MemorySlot>();
            bool isLocked = LockSlots(kvm);
            for (kvm_memory_slot* slot = &kvm->memslots->memslots[0]; kvm_for_each_memslot(slot, kvm->memslots); slot++)
            {
                slots.Add(new MemorySlot(
                    slot->id, slot->base_gfn << PAGE_SHIFT, slot->npages << PAGE_SHIFT, slot->userspace_addr,
                    (slot->flags & KVM_MEMSLOT_INVALID) != 0, kvm->arch.slot_npages[slot->id], CountPinned(kvm, slot->id)));
            }
            if (isLocked)
                mutex_unlock(&kvm->slots_lock);
            slots.Sort((one, other) => one.Id.CompareTo(other.Id));
            return slots;
        }
    }

    /// <summary>The machine, for callers that keep it themselves.</summary>
    internal kvm* Kvm
    {
        get
        {
            ObjectDisposedException.ThrowIf(_lifetime.HasEnded, this);
            return _kvm;
        }
    }

    /// <summary>The system of the machine.</summary>
    internal KvmSystem System => _system;

    /// <summary>Whether the kernel has oopsed.</summary>
    internal bool IsTainted => _system.Host.IsTainted;

    /// <summary>Whether a call into the kernel has not ended.</summary>
    internal bool IsInUse => _lifetime.IsInUse;

    /// <summary>
    /// KVM_SET_USER_MEMORY_REGION (<c>kvm_vm_ioctl_set_memory_region</c>): adds, moves or, with a size of 0, removes a slot. Touches no
    /// page: the user addresses need not be mapped yet.
    /// </summary>
    /// <param name="slot">0 to 31.</param>
    /// <param name="guestAddress">Where the guest sees it; a multiple of 16 MB.</param>
    /// <param name="size">Bytes, a multiple of 16 MB.</param>
    /// <param name="userAddress">Where it lies in the process; a multiple of 16 MB.</param>
    /// <param name="options">Whether the slot has a dirty log.</param>
    /// <exception cref="KvmException">EINVAL: an argument is invalid. EEXIST: overlap with another slot. ENOMEM.</exception>
    public void SetMemoryRegion(
        int slot, ulong guestAddress, ulong size, ulong userAddress, MemorySlotOptions options = MemorySlotOptions.None)
    {
        TrySetMemoryRegion(slot, guestAddress, size, userAddress, options).ThrowIfFailed("KVM_SET_USER_MEMORY_REGION");
    }

    /// <summary>Like <see cref="SetMemoryRegion"/>, but returns the error.</summary>
    /// <param name="slot">0 to 31.</param>
    /// <param name="guestAddress">Where the guest sees it; a multiple of 16 MB.</param>
    /// <param name="size">Bytes, a multiple of 16 MB.</param>
    /// <param name="userAddress">Where it lies in the process; a multiple of 16 MB.</param>
    /// <param name="options">Whether the slot has a dirty log.</param>
    /// <returns>Success; EINVAL: an argument is invalid; EEXIST: overlap with another slot; ENOMEM.</returns>
    public KvmResult TrySetMemoryRegion(
        int slot, ulong guestAddress, ulong size, ulong userAddress, MemorySlotOptions options = MemorySlotOptions.None)
    {
        kvm_userspace_memory_region region = new()
        {
            slot = (uint)slot,
            flags = (uint)options,
            guest_phys_addr = guestAddress,
            memory_size = size,
            userspace_addr = userAddress,
        };
        using MachineCall call = Enter();
        return new KvmResult((int)kvm_vm_ioctl(call.Kvm, KVM_SET_USER_MEMORY_REGION, (ulong)&region));
    }

    /// <summary>KVM_ALLOCATE_RMA (<c>kvm_vm_ioctl_allocate_rma</c>): takes a real mode area from the pool.</summary>
    /// <exception cref="KvmException">ENOMEM: the pool is empty. EMFILE: no file descriptor.</exception>
    public RealModeArea AllocateRealModeArea()
    {
        if (!TryAllocateRealModeArea(out RealModeArea? area, out KvmResult result))
            throw new KvmException("KVM_ALLOCATE_RMA", result);
        return area;
    }

    /// <summary>Like <see cref="AllocateRealModeArea"/>, but returns the error.</summary>
    /// <param name="area">The area, if there is one.</param>
    /// <param name="result">Success; ENOMEM: the pool is empty; EMFILE: no file descriptor.</param>
    /// <returns>Whether there was an area.</returns>
    public bool TryAllocateRealModeArea([NotNullWhen(true)] out RealModeArea? area, out KvmResult result)
    {
        using MachineCall call = Enter();
        kvm_allocate_rma allocated = default;
        long fd = kvm_vm_ioctl(call.Kvm, KVM_ALLOCATE_RMA, (ulong)&allocated);
        area = fd < 0 ? null : new RealModeArea(_system, (int)fd, allocated.rma_size);
        result = new KvmResult((int)Math.Min(fd, 0));
        return area is not null;
    }

    /// <summary>KVM_CREATE_VCPU (<c>kvm_vm_ioctl_create_vcpu</c>).</summary>
    /// <param name="id">Its number, which no other vcpu of the machine has.</param>
    /// <exception cref="KvmException">EEXIST: the number is taken. EINVAL: it is too large. ENOMEM.</exception>
    public VirtualCpu CreateVcpu(int id)
    {
        if (!TryCreateVcpu(id, out VirtualCpu? vcpu, out KvmResult result))
            throw new KvmException("KVM_CREATE_VCPU", result);
        return vcpu;
    }

    /// <summary>Like <see cref="CreateVcpu"/>, but returns the error.</summary>
    /// <param name="id">Its number, which no other vcpu of the machine has.</param>
    /// <param name="vcpu">The vcpu, if it was created.</param>
    /// <param name="result">Success; EEXIST: the number is taken; EINVAL: it is too large; ENOMEM.</param>
    /// <returns>Whether the vcpu was created.</returns>
    public bool TryCreateVcpu(int id, [NotNullWhen(true)] out VirtualCpu? vcpu, out KvmResult result) =>
        TryCreateVcpu((uint)id, out vcpu, out result);

    /// <summary>Like the other overload, with a number of 64 bits, as the system call takes it.</summary>
    /// <param name="id">Its number; none above 32 bits is valid.</param>
    /// <param name="vcpu">The vcpu, if it was created.</param>
    /// <param name="result">Success; EEXIST: the number is taken; EINVAL: it is too large; ENOMEM.</param>
    /// <returns>Whether the vcpu was created.</returns>
    public bool TryCreateVcpu(ulong id, [NotNullWhen(true)] out VirtualCpu? vcpu, out KvmResult result)
    {
        using MachineCall call = Enter();
        result = new KvmResult((int)kvm_vm_ioctl(call.Kvm, KVM_CREATE_VCPU, id));
        vcpu = null;
        if (!result.IsSuccess)
            return false;
        vcpu = new VirtualCpu(this, kvmppc_find_vcpu(call.Kvm, (int)id));
        using (_vcpusLock.Hold())
            _vcpus.Add(vcpu);
        return true;
    }

    /// <summary>KVM_CREATE_SPAPR_TCE (<c>kvm_vm_ioctl_create_spapr_tce</c>): a table of I/O translations that H_PUT_TCE fills.</summary>
    /// <param name="bus">The logical I/O bus number (LIOBN).</param>
    /// <param name="windowSize">Bytes of I/O addresses, 4 KB for each entry.</param>
    /// <exception cref="KvmException">EBUSY: the bus has one. EINVAL: the window is not a multiple of 4 KB. ENOMEM. EMFILE: no file
    /// descriptor.</exception>
    public TceTable CreateTceTable(ulong bus, uint windowSize)
    {
        if (!TryCreateTceTable(bus, windowSize, out TceTable? table, out KvmResult result))
            throw new KvmException("KVM_CREATE_SPAPR_TCE", result);
        return table;
    }

    /// <summary>Like <see cref="CreateTceTable"/>, but returns the error.</summary>
    /// <param name="bus">The logical I/O bus number (LIOBN).</param>
    /// <param name="windowSize">Bytes of I/O addresses, 4 KB for each entry.</param>
    /// <param name="table">The table, if it was created.</param>
    /// <param name="result">Success; EBUSY: the bus has one; EINVAL: the window is not a multiple of 4 KB; ENOMEM; EMFILE: no file
    /// descriptor.</param>
    /// <returns>Whether the table was created.</returns>
    public bool TryCreateTceTable(ulong bus, uint windowSize, [NotNullWhen(true)] out TceTable? table, out KvmResult result)
    {
        using MachineCall call = Enter();
        kvm_create_spapr_tce arguments = new() { liobn = bus, window_size = windowSize };
        long fd = kvm_vm_ioctl(call.Kvm, KVM_CREATE_SPAPR_TCE, (ulong)&arguments);
        table = fd < 0 ? null : new TceTable(_system, (int)fd, windowSize);
        result = new KvmResult((int)Math.Min(fd, 0));
        return table is not null;
    }

    /// <summary>
    /// KVM_GET_DIRTY_LOG (<c>kvm_vm_ioctl_get_dirty_log</c>): which pages of the slot were written since the last call. One bit for each
    /// page of the host: a guest's page of 16 MB counts as a whole. Pages of user space's own stores are not included.
    /// </summary>
    /// <param name="slot">0 to 31.</param>
    /// <param name="bitmap">Receives the bits, page 0 in the lowest one.</param>
    /// <exception cref="KvmException">EINVAL: an invalid slot. ENOENT: a slot without a log. EFAULT: the bitmap is too short.</exception>
    public void GetDirtyLog(int slot, Span<ulong> bitmap)
    {
        TryGetDirtyLog(slot, bitmap).ThrowIfFailed("KVM_GET_DIRTY_LOG");
    }

    /// <summary>Like <see cref="GetDirtyLog"/>, but returns the error.</summary>
    /// <param name="slot">0 to 31.</param>
    /// <param name="bitmap">Receives the bits, page 0 in the lowest one.</param>
    /// <returns>Success; EINVAL: an invalid slot; ENOENT: a slot without a log; EFAULT: the bitmap is too short.</returns>
    public KvmResult TryGetDirtyLog(int slot, Span<ulong> bitmap)
    {
        using MachineCall call = Enter();
        fixed (ulong* bits = bitmap)
        {
            kvm_dirty_log log = new() { slot = (uint)slot, dirty_bitmap = (ulong)(bitmap.Length >= DirtyLogLength(slot) ? bits : null) };
            return new KvmResult((int)kvm_vm_ioctl(call.Kvm, KVM_GET_DIRTY_LOG, (ulong)&log));
        }
    }

    /// <summary>
    /// The words of <c>slot_phys[slot]</c>: for each 16 MB page its real address, with bit 0x80 if it is pinned; 0 if not known yet.
    /// </summary>
    /// <param name="slot">0 to 35.</param>
    public ulong[] ReadSlotPages(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, KVM_MEM_SLOTS_NUM);
        using MachineCall call = Enter(evenIfDown: true);
        kvm* kvm = call.Kvm;
        bool isLocked = LockSlots(kvm);
        ulong[] pages = CopySlotPages(kvm, slot);
        if (isLocked)
            mutex_unlock(&kvm->slots_lock);
        return pages;
    }

    /// <summary>
    /// Writes the hashed page table, the reverse map and all <c>slot_phys[]</c> as one file, which other programs can walk: big-endian,
    /// with a directory (native-layout/shared_tables.md). Running guests may change them meanwhile.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The machine has been disposed.</exception>
    public void WriteTables(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MachineCall call = Enter(evenIfDown: true);
        ReadOnlySpan<ulong> table = HashedPageTable.Words;
        ReadOnlySpan<ulong> reverseMap = HashedPageTable.ReverseMap;
        List<(int Slot, ulong[] Pages)> slots =
            [.. Enumerable.Range(0, KVM_MEM_SLOTS_NUM).Select(slot => (slot, ReadSlotPages(slot))).Where(slot => slot.Item2.Length > 0)];
        TableDump dump = new();
        dump.Add("HPT", table.Length);
        dump.Add("revmap", reverseMap.Length);
        slots.ForEach(slot => dump.Add($"slot_phys[{slot.Slot}]", slot.Pages.Length));
        using UserCode.Scope _ = UserCode.Enter();
        dump.WriteDirectory(stream);
        TableDump.WriteWords(stream, table);
        TableDump.WriteWords(stream, reverseMap);
        slots.ForEach(slot => TableDump.WriteWords(stream, slot.Pages));
    }

    /// <summary>
    /// Destroys the virtual machine (<c>kvm_put_kvm</c>): every page that it pinned is released. Calls of other threads that have begun end
    /// first, runs of vcpus by a signal; later calls are refused.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Called from a guest's program or an event handler, for which it would wait forever. Nothing has been destroyed.
    /// </exception>
    /// <exception cref="Exception">What the <c>finally</c> of a guest's program has thrown. The machine has been destroyed.</exception>
    public void Dispose()
    {
        UserCode.ThrowIfInside();
        if (!_lifetime.TryEnd())
        {
            _gone.Wait();
            return;
        }
        try
        {
            using (_vcpusLock.Hold())
                _vcpus.ForEach(vcpu => vcpu.Signal());
            Destroy(_lifetime.WaitUntilUnused(() => IsTainted));
        }
        catch
        {
            UserCode.DiscardFailure();
            throw;
        }
        finally
        {
            // Not earlier: a system that is disposed at the same time waits for the machines that it knows.
            _system.Forget(this);
            _gone.Open();
        }
        UserCode.ThrowFailure();
    }

    /// <summary>
    /// Lets vcpus run without a real mode area, for guests that never access memory in real mode: the hashed page table then holds no
    /// entries but the guest's own. Call it before the first vcpu runs. Deleting or moving the slot at guest address 0 undoes it.
    /// </summary>
    public void DisableRealModeArea()
    {
        using MachineCall call = Enter();
        WRITE_ONCE(&call.Kvm->arch.rma_setup_done, 1);
    }

    /// <summary>Begins a call into the kernel.</summary>
    /// <param name="evenIfDown">Whether to allow the call after an oops, to read what is left.</param>
    /// <exception cref="ObjectDisposedException">The machine has been disposed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The kernel has oopsed: the call might wait for a lock that is held forever. Or the caller is code that the kernel waits for.
    /// </exception>
    /// <exception cref="NativeCorruptionException">The file of tables was truncated.</exception>
    internal MachineCall Enter(bool evenIfDown = false)
    {
        UserCode.ThrowIfInside();
        ObjectDisposedException.ThrowIf(!_lifetime.TryBegin(), this);
        try
        {
            _system.Heap.ThrowIfTablesAreLost();
        }
        catch
        {
            Leave();
            throw;
        }
        if (!IsTainted || evenIfDown)
            return new MachineCall(this, _kvm, isLook: false);
        Leave();
        throw new InvalidOperationException("The system is down after a kernel oops; dispose it.");
    }

    /// <summary>Begins a look at the machine's memory without any lock of the kernel: guest programs and event handlers may look.</summary>
    /// <exception cref="ObjectDisposedException">The machine has been disposed.</exception>
    internal MachineCall Look()
    {
        ObjectDisposedException.ThrowIf(!_lifetime.TryBegin(), this);
        return new MachineCall(this, _kvm, isLook: true);
    }

    /// <summary>Ends a call or a look.</summary>
    internal void Leave() => _lifetime.Leave();

    // After an oops a thread may be left inside, and nothing is undone in order.
    private void Destroy(bool isUnused)
    {
        VirtualCpu[] vcpus;
        using (_vcpusLock.Hold())
            vcpus = [.. _vcpus];
        _system.Heap.RepairTables();
        foreach (VirtualCpu vcpu in vcpus)
            vcpu.ReleaseCode(isUnused);
        if (!IsTainted)
            kvm_put_kvm(_kvm);
    }

    private int DirtyLogLength(int slot) =>
        MemorySlots.Where(present => present.Id == slot).Select(present => (int)((present.Size >> PAGE_SHIFT) + 63) / 64).FirstOrDefault();

    // No array is freed without this lock. After an oops it may be held forever, but then nothing is freed any more.
    [TryAcquires(true, "kvm->slots_lock")]
    private bool LockSlots(kvm* kvm)
    {
        if (IsTainted)
            return false;
        mutex_lock(&kvm->slots_lock);
        return true;
    }

    private static ulong[] CopySlotPages(kvm* kvm, int slot)
    {
        vmalloc_ptr<ulong> physp = kvm->arch.slot_phys[slot];
        if (physp.is_null)
            return [];
        var pages = new ulong[kvm->arch.slot_npages[slot]];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = READ_ONCE(ref physp[(ulong)i]);
        return pages;
    }

    private static int CountPinned(kvm* kvm, int slot) => CopySlotPages(kvm, slot).Count(page => (page & KVMPPC_GOT_PAGE) != 0);
}
