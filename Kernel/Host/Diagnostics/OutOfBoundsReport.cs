// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.Diagnostics;

/// <summary>An access outside an array, as an oops reports it.</summary>
/// <param name="Array">The array's name.</param>
/// <param name="Index">The element that was asked for.</param>
/// <param name="Length">How many elements there are.</param>
internal readonly record struct OutOfBoundsReport(string Array, long Index, ulong Length)
{
    /// <inheritdoc/>
    public override string ToString() => $"kernel oops: access outside {Array}: index {Index}, length {Length}";
}
