// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

namespace Kernel.Tests.Fidelity;

/// <summary>The inventory of the original: which functions its files have, in which order, and what each of them calls.</summary>
internal static class OriginalInventory
{
    internal const string RealModeMmu = "arch/powerpc/kvm/book3s_hv_rm_mmu.c";
    internal const string VirtualModeMmu = "arch/powerpc/kvm/book3s_64_mmu_hv.c";
    internal const string Builtin = "arch/powerpc/kvm/book3s_hv_builtin.c";
    internal const string Hypervisor = "arch/powerpc/kvm/book3s_hv.c";
    internal const string Book3s64Header = "arch/powerpc/include/asm/kvm_book3s_64.h";

    /// <summary>The files whose functions the port follows one by one.</summary>
    internal static IReadOnlyList<string> Files { get; } = [RealModeMmu, VirtualModeMmu, Builtin, Book3s64Header, Hypervisor];

    /// <summary>All functions of <see cref="Files"/>, in the order of the C.</summary>
    internal static IReadOnlyList<OriginalFunction> Functions { get; } = Read();

    /// <summary>Those that must have a counterpart.</summary>
    internal static IReadOnlyList<OriginalFunction> Expected { get; } = [.. Functions.Where(function => ReasonToLeaveOut(function) is null)];

    /// <summary>Why a function has no counterpart, or null if it must have one.</summary>
    internal static string? ReasonToLeaveOut(OriginalFunction function)
    {
        if (function.Conditions.Any(condition => condition.Contains("CONFIG_KVM_BOOK3S_PR", StringComparison.Ordinal)))
            return "built with CONFIG_KVM_BOOK3S_PR only, which a host in hypervisor mode does not have";
        return null;
    }

    private static List<OriginalFunction> Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "original", "inventory.json"));
        using JsonDocument document = JsonDocument.Parse(file);
        var functions = new List<OriginalFunction>();
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
        {
            string cFile = entry.GetProperty("c_file").GetString()!;
            if (!Files.Contains(cFile) || entry.GetProperty("kind").GetString() is not ("function" or "static function" or "inline function"))
                continue;
            functions.Add(new OriginalFunction(
                cFile, entry.GetProperty("symbol").GetString()!, entry.GetProperty("line").GetInt32(),
                Strings(entry, "calls"), Strings(entry, "constants"), Strings(entry, "cond")));
        }
        return functions;
    }

    private static List<string> Strings(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
