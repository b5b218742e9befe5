// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>What the entries were that H_ENTER put into the table. An entry counts in several of these.</summary>
/// <param name="Size4K">Entries of 4 KiB pages.</param>
/// <param name="Size64K">Entries of 64 KiB pages.</param>
/// <param name="Size16M">Entries of 16 MiB pages.</param>
/// <param name="Segment1T">Entries in segments of 1 TiB.</param>
/// <param name="Bolted">Entries that the guest marked as not to be evicted.</param>
/// <param name="Secondary">Entries in the group of the secondary hash.</param>
public sealed record EntryCounts(long Size4K, long Size64K, long Size16M, long Segment1T, long Bolted, long Secondary);
