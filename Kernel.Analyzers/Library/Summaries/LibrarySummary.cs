// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library.Summaries;

/// <summary>What a compiled method does, itself and through everything that it calls.</summary>
internal sealed class LibrarySummary(SummaryFlags flags, string? witness, IReadOnlyList<SummaryCondition> conditions, IReadOnlyList<int> invokedParameters)
{
    /// <summary>What it does whatever its type arguments are.</summary>
    public SummaryFlags Flags => flags;

    /// <summary>Where the blocking comes from, or null.</summary>
    public string? Witness => witness;

    /// <summary>What it does for some type arguments.</summary>
    public IReadOnlyList<SummaryCondition> Conditions => conditions;

    /// <summary>The parameters that are delegates and that it calls.</summary>
    public IReadOnlyList<int> InvokedParameters => invokedParameters;

    public bool IsOpen => (flags & SummaryFlags.Open) != 0;
}
