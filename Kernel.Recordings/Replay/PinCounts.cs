// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>What the ported change saves: pages that are pinned when they are first needed.</summary>
/// <param name="PinnedWhenNeeded">16 MB pages pinned at the end, each by the first call that needed it.</param>
/// <param name="PinnedAtRegistration">
/// 16 MB pages that the kernel before would have pinned when the memory was registered: all of them.
/// </param>
/// <param name="EntersInVirtualMode">Calls of H_ENTER that real mode left to virtual mode, where pages are pinned.</param>
/// <param name="LastPinRecord">The number of the last record whose H_ENTER went to virtual mode; 0 for none.</param>
public sealed record PinCounts(int PinnedWhenNeeded, int PinnedAtRegistration, long EntersInVirtualMode, long LastPinRecord);
