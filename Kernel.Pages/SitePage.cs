// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Pages;

/// <summary>The frame around the content of each page: head, bar, search, list of keys.</summary>
internal static class SitePage
{
    /// <summary>Makes a complete page.</summary>
    /// <param name="design">The kind of site.</param>
    /// <param name="path">Where the page is, from the root of the site, with slashes.</param>
    /// <param name="title">Its title, not escaped.</param>
    /// <param name="main">Its content, as HTML.</param>
    public static string Of(SiteDesign design, string path, string title, string main)
    {
        string root = SitePath.ToRoot(path);
        return $"""
            <!doctype html>
            <html lang="en" data-root="{root}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Html.Escape(title)}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{root}site.css">
            <script src="{root}index.js" defer></script>
            <script src="{root}site.js" defer></script>
            </head>
            <body>
            <header class="bar">
            <a class="home" href="{root}index.html">{Html.Escape(design.Name)}</a>
            <span class="where">{Html.Escape(title)}</span>
            <button type="button" id="search-open" title="Search (/)"><span class="wide">Search </span><kbd>/</kbd></button>
            {string.Concat(design.Buttons.Select(button => Button(button) + "\n"))}{Button(Theme)}
            <button type="button" id="help-open" title="Keys (?)"><kbd>?</kbd></button>
            </header>
            <main>
            {main}
            </main>
            <dialog id="search" aria-label="Search">
            {QueryField(design.SearchHint)}
            <ol id="hits"></ol>
            <p id="no-hits" hidden>Nothing by that name.</p>
            </dialog>
            <dialog id="help" aria-label="Keys">
            <h2>Keys</h2>
            <dl>
            <dt><kbd>/</kbd></dt><dd>{Html.Escape(design.SearchAction)}</dd>
            {string.Concat(design.Keys.Select(key => Key(key) + "\n"))}<dt><kbd>t</kbd></dt><dd>light or dark</dd>
            <dt><kbd>?</kbd></dt><dd>this list; <kbd>Esc</kbd> closes it</dd>
            </dl>
            <form method="dialog"><button>Close</button></form>
            </dialog>
            </body>
            </html>

            """;
    }

    private static SiteButton Theme { get; } = new("theme", "Theme", "Light or dark", "t");

    private static string QueryField(string hint) =>
        $"<input id=\"query\" type=\"text\" placeholder=\"{Html.Escape(hint)}\" "
        + "autocomplete=\"off\" spellcheck=\"false\" aria-controls=\"hits\">";

    private static string Button(SiteButton button) =>
        $"<button type=\"button\" id=\"{button.Id}\" title=\"{Html.Escape(button.Title)} ({button.Key})\">"
        + $"<span class=\"wide\">{Html.Escape(button.Label)} </span><kbd>{Html.Escape(button.Key)}</kbd></button>";

    private static string Key(SiteKey key) =>
        $"<dt>{string.Join(' ', key.Keys.Select(name => $"<kbd>{Html.Escape(name)}</kbd>"))}</dt><dd>{Html.Escape(key.Action)}</dd>";
}
