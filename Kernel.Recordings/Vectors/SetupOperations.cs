// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json.Nodes;
using Kernel.Host;
using Kernel.Host.Diagnostics;
using Kernel.Host.Memory;
using Kernel.Machine;
using Kernel.VirtualMachines;
using Linux;
using static Linux.book3s_64_mmu_hv;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.asm.reg_h;
using static Linux.include.linux.bitops_h;
using static Linux.kvm_main;

namespace Kernel.Recordings.Vectors;

// Unsafe: the kvm belongs to the state's machine, and Scenario lets no operation come after 'destroy'; the region is copied from this
// frame before the kernel returns.
/// <summary>
/// The operations that set up the host and the virtual machine: <c>host</c>, <c>lpuse</c>, <c>init</c>, <c>vcpus</c>, <c>region</c>.
/// </summary>
/// <remarks>
/// By the format's convention for the original as written, every array in vmalloc space is followed by zeroed memory that may be
/// accessed: out-of-bounds accesses then have a recorded result instead of an oops.
/// </remarks>
internal sealed unsafe class SetupOperations(ScenarioState state)
{
    private const ulong Slack = (8ul << 20) * sizeof(ulong);
    private const int NoSpace = -12;

    // The kernel has 36 slots and refuses any other; some recordings ask for more.
    private const int MaxSlot = 63;

    internal JsonObject BootHost(OperationLine line)
    {
        bool isPower7 = line.String("cpu") switch
        {
            "POWER7" => true,
            "PPC970" => false,
            _ => throw line.Bad("cpu", "POWER7 or PPC970"),
        };
        Processor processor = isPower7 ? Processor.Power7() : Processor.Ppc970();
        processor.Write(SPRN_LPID, line.Hex("host_lpid", 1, 0, LPID_RSVD));
        processor.Write(SPRN_SDR1, line.Hex("host_sdr1"));
        processor.Write(SPRN_PVR, line.Hex("host_pvr"));
        if (line.OptionalHex("host_lpcr") is { } lpcr)
            processor.Write(SPRN_LPCR, lpcr);
        if (line.OptionalHex("host_hid4") is { } hid4)
            processor.Write(SPRN_HID4, hid4);
        int pageShift = line.Int("page_shift", 0, int.MaxValue);
        var options = new KvmSystemOptions
        {
            Cpu = isPower7 ? CpuModel.Power7 : CpuModel.Ppc970,
            PageShift = pageShift is 12 or 16 ? pageShift : throw line.Bad("page_shift", "12 or 16"),
            Errata = state.Variant.Errata(),
            Instruments = new InstrumentOptions { RecordInvalidations = true },
        };
        state.System = KvmSystem.Boot(options, processor, Configure);
        state.System.Process.RecordLookups();
        return new JsonObject { ["ret"] = 0 };
    }

    internal JsonObject UseLpids(OperationLine line)
    {
        ulong last = 0;
        for (int i = line.Int("n", 0, CountFreeLpids()); i > 0; i--)
            set_bit(last = find_first_zero_bit(lpid_inuse, LPID_RSVD + 1), lpid_inuse);
        return new JsonObject { ["last"] = (long)last };
    }

    internal JsonObject CreateMachine()
    {
        state.System.TryCreateVirtualMachine(out VirtualMachine? machine, out KvmResult result);
        if (machine is null)
            return new JsonObject { ["ret"] = result.Errno };
        state.Machine = machine;
        kvm* kvm = machine.Kvm;
        return new JsonObject
        {
            ["ret"] = result.Errno,
            ["lpid"] = kvm->arch.lpid,
            ["lpcr"] = EffectRecorder.Hex(kvm->arch.lpcr),
            ["host_lpid"] = kvm->arch.host_lpid,
            ["sdr1_lo"] = EffectRecorder.Hex(kvm->arch.sdr1 & 0x3ffff),
        };
    }

    internal JsonObject CreateVcpus(OperationLine line)
    {
        int count = line.Int("n", 1, KVM_MAX_VCPUS);
        for (int id = 0; id < count; id++)
        {
            state.Machine.TryCreateVcpu(id, out VirtualCpu? vcpu, out KvmResult result);
            if (vcpu is null)
                throw line.Bad("n", $"a number of vcpus that can be created, and vcpu {id} cannot: {result.Name}");
            state.Vcpus.Add(vcpu);
        }
        return new JsonObject { ["n"] = state.Vcpus.Count, ["slb_nr"] = state.Vcpus[0].Vcpu->arch.slb_nr };
    }

    internal JsonObject SetRegion(OperationLine line)
    {
        kvm* kvm = state.Machine.Kvm;
        kvm_userspace_memory_region region = new()
        {
            slot = (uint)line.Int("slot", 0, MaxSlot),
            flags = (uint)line.Int("flags", 0, 1),
            guest_phys_addr = line.Hex("gpa"),
            memory_size = line.Hex("size", 1, 0, MemoryOperations.MaxSize),
            userspace_addr = line.Hex("hva"),
        };
        int logged = state.System.Log.Entries.Count;
        int ret = kvm_set_memory_region(kvm, &region, 1);
        KernelLogEntry[] messages = [.. state.System.Log.Entries.Skip(logged)];
        var result = new JsonObject { ["ret"] = ret };
        bool refused = messages.Any(entry => entry.Message.StartsWith("bad memory_size", StringComparison.Ordinal));
        if (ret is 0 or NoSpace || refused)
        {
            int slot = (int)region.slot;
            result["arch"] = ret;
            result["np"] = kvm->arch.slot_npages[slot];
            state.MaxPageCounts[slot] = Math.Max(
                state.MaxPageCounts.GetValueOrDefault(slot), region.memory_size >> PhysicalMemory.SectionShift);
        }
        if (messages.Any(entry => entry.Message.StartsWith("vmalloc", StringComparison.Ordinal)))
            result["e"] = new JsonArray(new JsonArray("vmalloc_zero_size", "0"));
        return result;
    }

    private static void Configure(SimulatedHost host)
    {
        host.VmallocSlack = Slack;
        host.ZeroUninitialisedMemory = true;
    }

    // Of the booted host: the map is the kernel's own.
    private int CountFreeLpids()
    {
        _ = state.System;
        int free = 0;
        for (int lpid = 0; lpid <= (int)LPID_RSVD; lpid++)
        {
            if ((lpid_inuse[lpid / (int)BITS_PER_LONG] >> (lpid % (int)BITS_PER_LONG) & 1) == 0)
                free++;
        }
        return free;
    }
}
