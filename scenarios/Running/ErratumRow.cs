// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Scenarios.Running;

/// <summary>One observation of a scenario in both behaviours.</summary>
/// <param name="What">What was observed.</param>
/// <param name="AsWritten">With the erratum as written; null if the run ended before it.</param>
/// <param name="Corrected">With the erratum corrected; null if the run ended before it.</param>
public sealed record ErratumRow(string What, Observation? AsWritten, Observation? Corrected)
{
    /// <summary>Whether the two behaviours differ.</summary>
    public bool Differs => AsWritten?.Seen != Corrected?.Seen;

    /// <summary>Whether both observations, if made, are as expected.</summary>
    public bool IsAsExpected => AsWritten?.IsAsExpected != false && Corrected?.IsAsExpected != false;
}
