// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Pages;

/// <summary>A button in the bar at the head of each page. The site's own script gives it its action.</summary>
/// <param name="Id">The element's id.</param>
/// <param name="Label">The text on it, left out where the window is narrow.</param>
/// <param name="Title">What it does, shown as a tooltip.</param>
/// <param name="Key">The key that does the same.</param>
public sealed record SiteButton(string Id, string Label, string Title, string Key);
