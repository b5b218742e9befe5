// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Scenarios;

/// <summary>One thing that a scenario looked at, in both behaviours.</summary>
/// <param name="What">What.</param>
/// <param name="AsWritten">With the erratum as written; null if the run did not come so far.</param>
/// <param name="Corrected">With the erratum corrected; null if the run did not come so far.</param>
public sealed record ErratumRow(string What, Observation? AsWritten, Observation? Corrected)
{
    /// <summary>Whether the behaviours differ here.</summary>
    public bool Differs => AsWritten?.Seen != Corrected?.Seen;

    /// <summary>Whether each is what the scenario says.</summary>
    public bool IsAsExpected => AsWritten?.IsAsExpected != false && Corrected?.IsAsExpected != false;
}
