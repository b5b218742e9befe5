// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Text.Json;
using Kernel.SideBySide.Sources;

namespace Kernel.SideBySide.Original;

/// <summary>A list of the functions of the original: their order, the hash of the text of each, and what each calls.</summary>
public static class OriginalInventory
{
    internal const string RealModeMmu = "arch/powerpc/kvm/book3s_hv_rm_mmu.c";
    internal const string VirtualModeMmu = "arch/powerpc/kvm/book3s_64_mmu_hv.c";
    internal const string Builtin = "arch/powerpc/kvm/book3s_hv_builtin.c";
    internal const string Hypervisor = "arch/powerpc/kvm/book3s_hv.c";
    internal const string Book3s64Header = "arch/powerpc/include/asm/kvm_book3s_64.h";

    /// <summary>The full hash of the commit that the port follows.</summary>
    public static string Commit { get; } = typeof(OriginalInventory).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "OriginalCommit").Value!;

    /// <summary>The C files that are ported function by function.</summary>
    public static IReadOnlyList<string> Files { get; } = [RealModeMmu, VirtualModeMmu, Builtin, Book3s64Header, Hypervisor];

    /// <summary>All functions of <see cref="Files"/>, in the order of the C.</summary>
    public static IReadOnlyList<OriginalFunction> Functions { get; } = Read();

    /// <summary>The functions that must have a counterpart in the port.</summary>
    public static IReadOnlyList<OriginalFunction> Expected { get; } = [.. Functions.Where(function => ReasonToLeaveOut(function) is null)];

    /// <summary>Why a function has no counterpart, or null if it must have one.</summary>
    public static string? ReasonToLeaveOut(OriginalFunction function)
    {
        if (function.Conditions.Any(condition => condition.Contains("CONFIG_KVM_BOOK3S_PR", StringComparison.Ordinal)))
            return "built with CONFIG_KVM_BOOK3S_PR only, which a host in hypervisor mode does not have";
        return null;
    }

    /// <summary>The entry of a function, or null if there is none.</summary>
    /// <param name="file">Its file, from the root of the Linux tree.</param>
    /// <param name="name">Its name.</param>
    public static OriginalFunction? Find(string file, string name) =>
        Functions.SingleOrDefault(function => function.File == file && function.Name == name);

    private static List<OriginalFunction> Read()
    {
        using Stream file = Resources.Open("inventory.json");
        using JsonDocument document = JsonDocument.Parse(file);
        var functions = new List<OriginalFunction>();
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
        {
            string cFile = entry.GetProperty("c_file").GetString()!;
            string kind = entry.GetProperty("kind").GetString()!;
            if (!Files.Contains(cFile) || kind is not ("function" or "static function" or "inline function"))
                continue;
            functions.Add(new OriginalFunction(
                cFile, entry.GetProperty("symbol").GetString()!,
                entry.GetProperty("line").GetInt32(), entry.GetProperty("lines").GetInt32(), entry.GetProperty("sha256").GetString()!,
                Strings(entry, "calls"), Strings(entry, "constants"), Strings(entry, "cond")));
        }
        return functions;
    }

    private static List<string> Strings(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
