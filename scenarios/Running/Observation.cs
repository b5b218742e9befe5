// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Scenarios.Running;

/// <summary>One observation of a scenario in one behaviour.</summary>
/// <param name="What">What was observed.</param>
/// <param name="Seen">Its value, as text.</param>
/// <param name="Expected">The value that the scenario expects in this behaviour.</param>
public sealed record Observation(string What, string Seen, string Expected)
{
    /// <summary>Whether the value is the expected one.</summary>
    public bool IsAsExpected => Seen == Expected;
}
