// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Examples;

/// <summary>A claim of an example that does not hold.</summary>
public sealed class ClaimException(string claim) : Exception($"does not hold: {claim}")
{
    /// <summary>The claim, in words.</summary>
    public string Claim { get; } = claim;
}
