// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Pages;

/// <summary>What one kind of site adds to the frame that all kinds share: bar, search, list of keys, light and dark theme.</summary>
public sealed record SiteDesign
{
    /// <summary>The site's name, in the bar of each page; a link to its first page.</summary>
    public required string Name { get; init; }

    /// <summary>What can be searched for, in the empty search field.</summary>
    public required string SearchHint { get; init; }

    /// <summary>What the search key does, in the list of keys.</summary>
    public required string SearchAction { get; init; }

    /// <summary>Buttons of its own.</summary>
    public IReadOnlyList<SiteButton> Buttons { get; init; } = [];

    /// <summary>Keys of its own. The frame has <c>/</c>, <c>t</c> and <c>?</c>.</summary>
    public IReadOnlyList<SiteKey> Keys { get; init; } = [];

    /// <summary>CSS that follows the shared style sheet in <c>site.css</c>.</summary>
    public string Style { get; init; } = "";

    /// <summary>
    /// JavaScript that follows the shared script in <c>site.js</c>. That script offers <c>window.site</c> with <c>keys</c> (action by key),
    /// <c>remembered</c> and <c>remember</c> (the reader's choices), <c>reveal</c> (called with the target of a link if that is hidden),
    /// <c>firstKind</c> (the kind of search entry that comes first) and <c>proseKind</c> (the kind whose names are text, not code).
    /// </summary>
    public string Script { get; init; } = "";
}
