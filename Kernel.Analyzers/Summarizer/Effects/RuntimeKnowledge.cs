// SPDX-License-Identifier: MIT
using System.Reflection;
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Effects;

/// <summary>What <c>Runtime.knowledge</c> says. The file tells its own format.</summary>
internal static class RuntimeKnowledge
{
    private static readonly Dictionary<string, string> Words = Read();

    /// <summary>The word on a method or a native function, or null.</summary>
    internal static string? Of(MethodNode method) => method.Type is not { } type ? null
        : Words.GetValueOrDefault(type.Name + "." + method.Name)
        ?? Words.GetValueOrDefault(type.Name + ".*")
        ?? (type.Name.StartsWith("System.Reflection.", StringComparison.Ordinal) ? Words.GetValueOrDefault("System.Reflection.*") : null)
        ?? (method.NativeEntry is { } entry ? Words.GetValueOrDefault(entry) : null);

    private static Dictionary<string, string> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Runtime.knowledge")!);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var word, var name])
                words.Add(name, word);
        }

        return words;
    }
}
