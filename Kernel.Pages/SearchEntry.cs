// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Pages;

/// <summary>Something that the search of a site finds.</summary>
/// <param name="Kind">What it is, shown behind the name: "file".</param>
/// <param name="Name">What the reader searches for.</param>
/// <param name="Url">Where it is, from the root of the site, with an anchor if there is one.</param>
/// <param name="Place">Where it is, in words, or null; searched too.</param>
public sealed record SearchEntry(string Kind, string Name, string Url, string? Place = null);
