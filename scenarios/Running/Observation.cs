// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Scenarios;

/// <summary>Something that a scenario saw, in one behaviour.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="Seen">What it was.</param>
/// <param name="Expected">What the scenario says it is in this behaviour.</param>
public sealed record Observation(string What, string Seen, string Expected)
{
    /// <summary>Whether it is what the scenario says.</summary>
    public bool IsAsExpected => Seen == Expected;
}
