// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Examples;

/// <summary>Something that an example claims does not hold.</summary>
public sealed class ClaimException(string claim) : Exception($"does not hold: {claim}")
{
    /// <summary>What was claimed.</summary>
    public string Claim { get; } = claim;
}
