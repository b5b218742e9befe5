// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Repository;

/// <summary>A line that is longer than <see cref="LineLengths.MaxColumns"/>.</summary>
/// <param name="Path">The file, from the root of the repository.</param>
/// <param name="Number">The number of the line, from 1.</param>
/// <param name="Text">The text of the line.</param>
/// <param name="IsInRawString">Whether the line is inside a C# raw string literal of several lines.</param>
internal sealed record LongLine(string Path, int Number, string Text, bool IsInRawString)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}:{Number}: {LineLengths.Columns(Text)} columns";
}
