// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>How many of the original's things have a counterpart in the port.</summary>
/// <param name="Found">Those that have one.</param>
/// <param name="Total">All.</param>
public readonly record struct Share(int Found, int Total)
{
    /// <summary>Per cent, rounded down, so that 100 means all; 100 of nothing.</summary>
    public int Percent => Total == 0 ? 100 : Found * 100 / Total;

    /// <summary>Both counts added.</summary>
    public static Share operator +(Share left, Share right) => new(left.Found + right.Found, left.Total + right.Total);

    /// <summary>Both counts added.</summary>
    public static Share Add(Share left, Share right) => left + right;

    /// <inheritdoc/>
    public override string ToString() => $"{Found}/{Total}";
}
