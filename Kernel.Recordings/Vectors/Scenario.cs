// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json.Nodes;
using Kernel.VirtualMachines;
using static Linux.book3s_64_mmu_hv;
using static Linux.include.linux.bitops_h;

namespace Kernel.Recordings.Vectors;

// Unsafe: the lpid is copied before the machine is disposed; the map of lpids has NR_LPIDS bits and is the system's.
/// <summary>One scenario while it is played: dispatches each operation of the format, if it is allowed at that point.</summary>
internal sealed unsafe class Scenario : IDisposable
{
    private readonly ScenarioState _state;
    private readonly SetupOperations _setup;
    private readonly MemoryOperations _memory;
    private readonly CallOperations _calls;

    internal Scenario(VectorVariant variant)
    {
        _state = new ScenarioState(variant);
        _setup = new SetupOperations(_state);
        _memory = new MemoryOperations(_state);
        _calls = new CallOperations(_state);
    }

    /// <summary>Plays one operation.</summary>
    /// <returns>Its result in the format's terms, or null where it has none.</returns>
    /// <exception cref="VectorFormatException">
    /// The operation is unknown or not allowed at this point, or an argument does not follow the format.
    /// </exception>
    internal JsonObject? Play(OperationLine line)
    {
        CheckOrder(line);
        return line.Operation switch
        {
            "host" => _setup.BootHost(line),
            "lpuse" => _setup.UseLpids(line),
            "init" => _setup.CreateMachine(),
            "vcpus" => _setup.CreateVcpus(line),
            "region" => _setup.SetRegion(line),
            "rma" => _memory.AddArea(line),
            "arma" => _memory.AllocateArea(line),
            "mrma" => _memory.MapArea(line),
            "vma" => _memory.Map(line),
            "hp" => _memory.SetPresent(line),
            "rmasetup" => _calls.SetUpRealModeArea(line),
            "E" => _calls.Call(line, HypercallNumber.Enter, 4),
            "R" => _calls.Call(line, HypercallNumber.Remove, 3),
            "B" => _calls.Call(line, HypercallNumber.BulkRemove, 8),
            "P" => _calls.Call(line, HypercallNumber.Protect, 3),
            "D" => _calls.Call(line, HypercallNumber.Read, 2),
            "hw" => _calls.SetReferenceChange(line),
            "lk" => _calls.SetLock(line),
            "pin" => _calls.Pin(line),
            "unpin" => _calls.Unpin(line),
            "chk" => new Checkpoint(_state.System, _state.Machine, _state.Areas, _state.MaxPageCounts).Take(),
            "destroy" => Destroy(),
            _ => throw line.Bad("o", "an operation of the format"),
        };
    }

    /// <summary>Switches the host off after a scenario that went well.</summary>
    /// <exception cref="NativeLeakException">Unmanaged memory was still held.</exception>
    internal void Close() => _state.Close();

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    private void CheckOrder(OperationLine line)
    {
        string? expected = line.Operation switch
        {
            _ when _state.IsDestroyed => "nothing after 'destroy'",
            "host" => _state.HasSystem ? "one 'host' in a file" : null,
            _ when !_state.HasSystem => "'host' before anything else",
            "lpuse" or "rma" or "vma" => null,
            "init" => _state.HasMachine ? "one 'init' in a file" : null,
            _ when !_state.HasMachine => "an 'init' that succeeds before it",
            "vcpus" => _state.Vcpus.Count != 0 ? "one 'vcpus' in a file" : null,
            "rmasetup" or "E" or "R" or "B" or "P" or "D" => _state.Vcpus.Count == 0 ? "'vcpus' before it" : null,
            _ => null,
        };
        if (expected is not null)
            throw line.Bad("o", expected);
        if (line.Operation is "rmasetup" or "region" && _state.Locked.Count != 0)
            throw line.Bad("o", "no set-up of memory while 'lk' holds an entry, for which it might wait");
    }

    private JsonObject Destroy()
    {
        uint lpid = _state.Machine.Kvm->arch.lpid;
        _state.IsDestroyed = true;
        _state.Machine.Dispose();
        return new JsonObject
        {
            ["lpid_free"] = (lpid_inuse[lpid / BITS_PER_LONG] >> (int)(lpid % BITS_PER_LONG) & 1) == 0 ? 1 : 0,
            ["pc"] = Checkpoint.ReferenceCounts(_state.System),
            ["dirty"] = Checkpoint.DirtyPages(_state.System),
            ["rma_use"] = Checkpoint.AreaUses(_state.Areas),
        };
    }
}
