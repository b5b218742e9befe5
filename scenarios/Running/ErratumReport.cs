// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;

namespace Kernel.Scenarios.Running;

/// <summary>The result of running a scenario in both behaviours.</summary>
/// <param name="Erratum">The erratum that the scenario shows.</param>
/// <param name="Setting">What the scenario does.</param>
/// <param name="AlsoAsWritten">The other errata that are as written in both runs.</param>
/// <param name="Rows">The observations, in order; empty if there is nothing to run.</param>
/// <param name="Indistinguishable">Why the behaviours cannot be told apart; null if they can.</param>
public sealed record ErratumReport(
    ErratumDescription Erratum, string Setting, IReadOnlyList<Erratum> AlsoAsWritten, IReadOnlyList<ErratumRow> Rows,
    string? Indistinguishable)
{
    /// <summary>Whether every observation is as expected, and the behaviours differ unless they cannot be told apart.</summary>
    public bool Holds => Rows.All(row => row.IsAsExpected) && Rows.Any(row => row.Differs) == Indistinguishable is null;
}
