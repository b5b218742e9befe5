// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library.Summaries;

/// <summary>What a compiled method does, itself and through everything that it calls.</summary>
internal sealed class LibrarySummary(
    SummaryFlags flags, string? witness, IReadOnlyList<SummaryCondition> conditions, IReadOnlyList<int> invokedParameters)
{
    /// <summary>What it does for any type arguments.</summary>
    public SummaryFlags Flags => flags;

    /// <summary>The member that causes the first of Blocks, Unknown and Spins that is set; null if none is.</summary>
    public string? Witness => witness;

    /// <summary>What it does only for some type arguments.</summary>
    public IReadOnlyList<SummaryCondition> Conditions => conditions;

    /// <summary>The numbers of the delegate parameters that it calls.</summary>
    public IReadOnlyList<int> InvokedParameters => invokedParameters;

    /// <summary>Whether code outside the summarized assemblies may override it.</summary>
    public bool IsOpen => (flags & SummaryFlags.Open) != 0;
}
