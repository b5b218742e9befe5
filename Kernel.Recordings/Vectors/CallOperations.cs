// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json.Nodes;
using Kernel.VirtualMachines;
using Linux;
using static Linux.book3s_64_mmu_hv;
using static Linux.book3s_hv;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.linux.compiler_h;

namespace Kernel.Recordings.Vectors;

// Unsafe: entries are reached by an index that IndexOf, or the bound in IsGroupHeld, keeps inside the table; pinned addresses are kept as
// numbers and only given back to the kernel. The state owns machine and system; Scenario lets no operation come after 'destroy'.
/// <summary>The operations on a running machine: the hypercalls, <c>rmasetup</c>, <c>hw</c>, <c>lk</c>, <c>pin</c>, <c>unpin</c>.</summary>
internal sealed unsafe class CallOperations(ScenarioState state)
{
    private const long TooHard = 9999;
    private const ulong GroupSize = 8;
    private const ulong BulkRemoveIndex = (1ul << 56) - 1;

    private readonly EffectRecorder _recorder = new(state);

    internal JsonObject SetUpRealModeArea(OperationLine line)
    {
        VirtualCpu vcpu = VcpuOf(line);
        _recorder.SetArguments(vcpu, []);
        int ret = kvmppc_hv_setup_rma(vcpu.Vcpu);
        kvm* kvm = state.Machine.Kvm;
        int done = READ_ONCE(&kvm->arch.rma_setup_done);
        var result = new JsonObject
        {
            ["ret"] = ret,
            ["lpcr"] = EffectRecorder.Hex(kvm->arch.lpcr),
            ["rmor"] = EffectRecorder.Hex(kvm->arch.rmor),
            ["done"] = done,
            ["np0"] = kvm->arch.slot_npages[0],
        };
        _recorder.AddEffects(result, vcpu);
        return result;
    }

    internal JsonObject Call(OperationLine line, HypercallNumber number, int arguments)
    {
        VirtualCpu vcpu = VcpuOf(line);
        ulong[] values = line.HexArray("a");
        if (values.Length != arguments)
            throw line.Bad("a", $"{arguments} arguments");
        if (state.Locked.Count != 0 && WouldWait(line.Operation, values))
            throw line.Bad("a", "no entry that 'lk' has locked, for which the call would wait forever");
        _recorder.SetArguments(vcpu, values);
        HypercallOutcome outcome = vcpu.Hypercall(number, values);
        var result = new JsonObject { ["rm"] = outcome.Path == HypercallPath.RealMode ? (long)outcome.Result : TooHard };
        if (outcome.Path == HypercallPath.VirtualMode)
            result["vm"] = (long)outcome.Result;
        _recorder.AddEffects(result, vcpu);
        return result;
    }

    internal JsonObject SetReferenceChange(OperationLine line) =>
        new() { ["hit"] = state.Machine.HashedPageTable.HardwareSetReferenceChange((int)IndexOf(line), line.Hex("bits")) ? 1 : 0 };

    internal JsonObject? SetLock(OperationLine line)
    {
        ulong index = IndexOf(line);
        ulong* entry = EntryAt(index);
        if (line.Flag("set"))
        {
            *entry |= HPTE_V_HVLOCK;
            state.Locked.Add(index);
        }
        else
        {
            *entry &= ~HPTE_V_HVLOCK;
            state.Locked.Remove(index);
        }
        return null;
    }

    internal JsonObject Pin(OperationLine line)
    {
        ulong bytes;
        void* address = kvmppc_pin_guest_page(state.Machine.Kvm, line.Hex("gpa"), &bytes);
        var result = new JsonObject { ["h"] = state.Pins.Count };
        state.Pins.Add((nint)address);
        if (address == null)
        {
            result["null"] = 1;
        }
        else
        {
            result["pa"] = EffectRecorder.Hex(state.System.Host.Memory.RealAddressOf(address));
            result["nb"] = EffectRecorder.Hex(bytes);
        }
        _recorder.AddLookups(result);
        return result;
    }

    internal JsonObject Unpin(OperationLine line)
    {
        int handle = line.Int("h", 0, int.MaxValue);
        if (handle >= state.Pins.Count || !state.Unpinned.Add(handle))
            throw line.Bad("h", "a handle that a 'pin' gave and no 'unpin' has taken yet");
        void* address = (void*)state.Pins[handle];
        if (address == null)
            return new JsonObject { ["skip"] = 1 };
        kvmppc_unpin_guest_page(state.Machine.Kvm, address);
        return new JsonObject { ["ok"] = 1 };
    }

    private VirtualCpu VcpuOf(OperationLine line) => state.Vcpus[line.Int("v", 0, state.Vcpus.Count - 1)];

    private static ulong IndexOf(OperationLine line) => line.Hex("i", 1, 0, HPT_NPTE - 1);

    // Callers pass indices inside the table.
    private ulong* EntryAt(ulong index) => (ulong*)(state.Machine.Kvm->arch.hpt_virt + (index << 4));

    private bool WouldWait(string operation, ulong[] values) => operation switch
    {
        "E" => (values[0] & H_EXACT) != 0 ? state.Locked.Contains(values[1]) : IsGroupHeld(values[1]),
        "R" or "P" => state.Locked.Contains(values[1]),
        "B" => values.Where((_, i) => i % 2 == 0).TakeWhile(IsRequest).Any(specifier => state.Locked.Contains(specifier & BulkRemoveIndex)),
        _ => false,
    };

    // A specifier of any other kind ends H_BULK_REMOVE.
    private static bool IsRequest(ulong specifier) => specifier >> 62 == 1;

    // A call that may take any entry of a group waits for locked entries once no other is free.
    private bool IsGroupHeld(ulong index)
    {
        if (index >= HPT_NPTE)
            return false;
        ulong first = index & ~(GroupSize - 1);
        bool isLocked = false;
        for (ulong i = first; i < first + GroupSize; i++)
        {
            if ((*EntryAt(i) & (HPTE_V_VALID | HPTE_V_HVLOCK)) == 0)
                return false;
            isLocked |= state.Locked.Contains(i);
        }
        return isLocked;
    }
}
