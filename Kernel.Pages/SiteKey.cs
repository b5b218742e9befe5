// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Pages;

/// <summary>A line of the list of keys that every page offers.</summary>
/// <param name="Keys">The keys, such as "j" and "k".</param>
/// <param name="Action">What they do.</param>
public sealed record SiteKey(IReadOnlyList<string> Keys, string Action);
