// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>How many of some items of the original have a counterpart in the port.</summary>
/// <param name="Found">Items that have one.</param>
/// <param name="Total">All items.</param>
public readonly record struct Share(int Found, int Total)
{
    /// <summary>Found items per cent, rounded down, so that 100 means all of them; 100 if there are no items.</summary>
    public int Percent => Total == 0 ? 100 : Found * 100 / Total;

    /// <summary>Adds both counts.</summary>
    public static Share operator +(Share left, Share right) => new(left.Found + right.Found, left.Total + right.Total);

    /// <inheritdoc cref="op_Addition"/>
    public static Share Add(Share left, Share right) => left + right;

    /// <inheritdoc/>
    public override string ToString() => $"{Found}/{Total}";
}
