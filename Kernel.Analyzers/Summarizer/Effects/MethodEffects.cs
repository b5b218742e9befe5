// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>What a method does: by itself at first, with all that it calls in the end.</summary>
internal sealed class MethodEffects
{
    /// <summary>More conditions than this make a method simply unknown.</summary>
    internal const int MostConditions = 12;

    /// <summary>Why nothing can be said of a call of a delegate.</summary>
    internal const string Delegate = "a delegate";

    internal SummaryFlags Flags { get; private set; }

    /// <summary>Where the blocking comes from.</summary>
    internal string? BlockingRoot { get; private set; }

    /// <summary>Where the spinning comes from.</summary>
    internal string? SpinningRoot { get; private set; }

    /// <summary>Why nothing can be said.</summary>
    internal string? UnknownRoot { get; private set; }

    internal HashSet<EffectCondition> Conditions { get; } = [];

    /// <summary>The parameters that are delegates and called.</summary>
    internal HashSet<int> Invoked { get; } = [];

    internal List<CallEdge> Edges { get; } = [];

    /// <summary>The static constructors that it may be the first to run.</summary>
    internal HashSet<MethodNode> Initialized { get; } = [];

    internal bool Block(string root)
    {
        BlockingRoot ??= root;
        return Add(SummaryFlags.Blocks);
    }

    internal bool Spin(string root)
    {
        SpinningRoot ??= root;
        return Add(SummaryFlags.Spins);
    }

    internal bool Doubt(string root)
    {
        UnknownRoot ??= root;
        return Add(SummaryFlags.Unknown);
    }

    internal bool Add(SummaryFlags flags)
    {
        SummaryFlags before = Flags;
        Flags |= flags;
        return Flags != before;
    }

    internal bool Require(EffectCondition condition)
    {
        if (Conditions.Count >= MostConditions)
            return Doubt("more conditions than are kept");
        return Conditions.Add(condition);
    }

    /// <summary>Takes over what a summary says.</summary>
    internal void Take(LibrarySummary? summary, string id)
    {
        if (summary is null)
        {
            Doubt(id[2..]);
            return;
        }

        Flags = summary.Flags;
        (BlockingRoot, SpinningRoot, UnknownRoot) = (summary.Witness, summary.Witness, summary.Witness);
        foreach (SummaryCondition condition in summary.Conditions)
            Conditions.Add(new EffectCondition(condition.IsMethodVariable, condition.Variable, condition.Member));
        foreach (int parameter in summary.InvokedParameters)
            Invoked.Add(parameter);
    }
}
