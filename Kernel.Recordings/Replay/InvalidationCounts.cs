// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>Invalidations of translations.</summary>
/// <param name="Global">tlbie: on all processors, while the machine had several virtual processors.</param>
/// <param name="Local">tlbiel: on this processor, while it had one.</param>
/// <param name="Expected">One for each entry that a call removed or changed; both together must be as many.</param>
public sealed record InvalidationCounts(long Global, long Local, long Expected);
