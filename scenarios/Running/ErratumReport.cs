// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;

namespace Kernel.Scenarios;

/// <summary>What came of running a scenario in both behaviours.</summary>
/// <param name="Erratum">The number.</param>
/// <param name="Setting">What the scenario does.</param>
/// <param name="AlsoAsWritten">Errata that are as written in both runs.</param>
/// <param name="Rows">What it saw, in order; none where nothing can be run.</param>
/// <param name="Indistinguishable">Why the behaviours cannot be told apart; null if they can.</param>
public sealed record ErratumReport(
    ErratumDescription Erratum, string Setting, IReadOnlyList<Erratum> AlsoAsWritten, IReadOnlyList<ErratumRow> Rows, string? Indistinguishable)
{
    /// <summary>Whether everything is as the scenario says, the difference included.</summary>
    public bool Holds => Rows.All(row => row.IsAsExpected) && Rows.Any(row => row.Differs) == Indistinguishable is null;
}
