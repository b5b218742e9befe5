// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats.Compact;

/// <summary>The content of a chunk is wrong; the reader adds where, and throws a <see cref="RecordingFormatException"/>.</summary>
internal sealed class DamagedChunkException(string problem, string expected) : Exception(problem)
{
    public string Expected { get; } = expected;
}
