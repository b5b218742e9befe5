// SPDX-License-Identifier: MIT
using System.Reflection;
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Effects;

/// <summary>The entries of <c>Runtime.knowledge</c>. The file describes its format.</summary>
internal static class RuntimeKnowledge
{
    private static readonly Dictionary<string, string> Entries = Read();

    /// <summary>The entry for a method or its native function, or null.</summary>
    internal static string? Of(MethodNode method) => method.Type is not { } type ? null
        : Entries.GetValueOrDefault(type.Name + "." + method.Name)
        ?? Entries.GetValueOrDefault(type.Name + ".*")
        ?? (type.Name.StartsWith("System.Reflection.", StringComparison.Ordinal) ? Entries.GetValueOrDefault("System.Reflection.*") : null)
        ?? (method.NativeEntry is { } entry ? Entries.GetValueOrDefault(entry) : null);

    private static Dictionary<string, string> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Runtime.knowledge")!);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var effect, var name])
                entries.Add(name, effect);
        }

        return entries;
    }
}
