// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Repository;

/// <summary>A kind of line that may be longer than <see cref="LineLengths.MaxColumns"/>.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Reason">Why these lines cannot be broken.</param>
/// <param name="Covers">Whether a line is of this kind.</param>
internal sealed record LineLengthException(string Name, string Reason, Func<LongLine, bool> Covers)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
