// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>What a method does: at first itself, and once solved also through everything that it calls.</summary>
internal sealed class MethodEffects
{
    /// <summary>A method with more conditions than this counts as unknown, and its summary says so.</summary>
    internal const int MaxConditions = 12;

    /// <summary>The cause given for an unknown call of a delegate.</summary>
    internal const string Delegate = "a delegate";

    internal SummaryFlags Flags { get; private set; }

    /// <summary>The member that causes the blocking.</summary>
    internal string? BlockingRoot { get; private set; }

    /// <summary>The member that causes the spinning.</summary>
    internal string? SpinningRoot { get; private set; }

    /// <summary>The cause of an unknown effect.</summary>
    internal string? UnknownRoot { get; private set; }

    internal HashSet<EffectCondition> Conditions { get; } = [];

    /// <summary>The numbers of the delegate parameters that it calls.</summary>
    internal HashSet<int> Invoked { get; } = [];

    internal List<CallEdge> Edges { get; } = [];

    /// <summary>The static constructors that it may trigger.</summary>
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
        if (Conditions.Count >= MaxConditions)
            return Doubt("more conditions than are kept");
        return Conditions.Add(condition);
    }

    /// <summary>Takes the effects from a summary; null makes them unknown.</summary>
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
