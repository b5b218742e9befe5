// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json.Nodes;
using Kernel.Host.AddressSpaces;
using Kernel.Machine;
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Vectors;

/// <summary>Records what an operation did besides its result: registers changed, invalidations, user pages looked up.</summary>
internal sealed class EffectRecorder(ScenarioState state)
{
    private const int FirstArgument = 4;
    private const int ArgumentCount = 8;

    private readonly ulong[] _before = new ulong[ArgumentCount];

    internal static string Hex(ulong value) => value.ToString("x");

    /// <summary>Sets the argument registers before a call; those without a value become 0.</summary>
    internal void SetArguments(VirtualCpu vcpu, ReadOnlySpan<ulong> values)
    {
        _before.AsSpan().Clear();
        values.CopyTo(_before);
        for (int i = 0; i < ArgumentCount; i++)
            vcpu.Gpr[FirstArgument + i] = _before[i];
    }

    /// <summary>Adds everything that a call did since <see cref="SetArguments"/>.</summary>
    internal void AddEffects(JsonObject result, VirtualCpu vcpu)
    {
        var changed = new JsonObject();
        for (int i = 0; i < ArgumentCount; i++)
        {
            if (vcpu.Gpr[FirstArgument + i] != _before[i])
                changed[$"{FirstArgument + i}"] = Hex(vcpu.Gpr[FirstArgument + i]);
        }
        if (changed.Count != 0)
            result["g"] = changed;

        var invalidations = new JsonArray();
        foreach (TlbInvalidation invalidation in TlbInvalidationLog.Take())
        {
            invalidations.Add(invalidation.IsGlobal
                ? new JsonArray("G", Hex(invalidation.Rb), (long)invalidation.Lpid)
                : new JsonArray("L", Hex(invalidation.Rb)));
        }
        if (invalidations.Count != 0)
            result["t"] = invalidations;
        AddLookups(result);
    }

    /// <summary>Adds the lookups of user pages since the last time.</summary>
    internal void AddLookups(JsonObject result)
    {
        var lookups = new JsonArray();
        foreach (UserPageLookup lookup in state.System.Process.TakeLookups())
        {
            lookups.Add(lookup.Result == 1
                ? new JsonArray(Hex(lookup.Address), 1, Hex(lookup.Pfn), lookup.IsHead ? 1 : 0, lookup.Order)
                : new JsonArray(Hex(lookup.Address), lookup.Result));
        }
        if (lookups.Count != 0)
            result["u"] = lookups;
    }
}
