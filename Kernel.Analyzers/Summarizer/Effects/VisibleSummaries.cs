// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>The summaries of the methods that other assemblies can name.</summary>
internal static class VisibleSummaries
{
    /// <summary>The summaries by documentation id.</summary>
    internal static Dictionary<string, LibrarySummary> Of(AssemblySet assemblies, EffectTable effects)
    {
        var summaries = new Dictionary<string, LibrarySummary>(StringComparer.Ordinal);
        foreach (MethodNode method in assemblies.Methods)
        {
            bool isNameable = method.Name != ".cctor" && !method.Id.Contains("=FUNC:", StringComparison.Ordinal);
            if (method.IsVisible && !method.IsAbstract && isNameable)
                summaries.TryAdd(method.Id, Of(effects.Of(method)));
        }

        return summaries;
    }

    /// <summary>The summary of one method. One that blocks or is unknown in any case needs no conditions and parameters.</summary>
    private static LibrarySummary Of(MethodEffects effects)
    {
        if (effects.Conditions.FirstOrDefault(condition => condition.Arguments.Count > 0) is { } generic)
            effects.Doubt(generic.Member![2..]);
        bool isLost = (effects.Flags & (SummaryFlags.Blocks | SummaryFlags.Unknown)) != 0;
        string? witness = (effects.Flags & SummaryFlags.Blocks) != 0 ? effects.BlockingRoot : effects.UnknownRoot ?? effects.SpinningRoot;
        return new LibrarySummary(
            effects.Flags,
            witness,
            isLost ? [] : [.. effects.Conditions.Select(Of)],
            isLost ? [] : [.. effects.Invoked.Order()]);
    }

    private static SummaryCondition Of(EffectCondition condition) =>
        new(condition.IsMethodVariable, condition.Variable, condition.Member);
}
