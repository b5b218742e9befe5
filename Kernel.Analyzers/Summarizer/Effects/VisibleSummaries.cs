// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>What is worth telling others.</summary>
internal static class VisibleSummaries
{
    /// <summary>The summaries of all members that code outside can name, by documentation id.</summary>
    internal static Dictionary<string, LibrarySummary> Of(AssemblySet assemblies)
    {
        var summaries = new Dictionary<string, LibrarySummary>(StringComparer.Ordinal);
        foreach (MethodNode method in assemblies.Methods)
        {
            if (method.IsVisible && !method.IsAbstract && method.Name != ".cctor" && !method.Id.Contains("=FUNC:", StringComparison.Ordinal))
                summaries.TryAdd(method.Id, Of(method.Effects));
        }

        return summaries;
    }

    /// <summary>Conditions and parameters tell nothing of what is bad anyway.</summary>
    private static LibrarySummary Of(MethodEffects effects)
    {
        if (effects.Conditions.FirstOrDefault(condition => condition.Arguments.Count > 0) is { } generic)
            effects.Doubt(generic.Member![2..]);
        bool isLost = (effects.Flags & (SummaryFlags.Blocks | SummaryFlags.Unknown)) != 0;
        string? witness = (effects.Flags & SummaryFlags.Blocks) != 0 ? effects.BlockingRoot : effects.UnknownRoot ?? effects.SpinningRoot;
        return new LibrarySummary(
            effects.Flags,
            witness,
            isLost ? [] : [.. effects.Conditions.Select(condition => new SummaryCondition(condition.IsMethodVariable, condition.Variable, condition.Member))],
            isLost ? [] : [.. effects.Invoked.Order()]);
    }
}
