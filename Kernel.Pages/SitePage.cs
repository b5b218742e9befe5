// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Site;

/// <summary>What all pages of the site share.</summary>
internal static class SitePage
{
    /// <summary>A whole page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="root">From the page to the root of the site: empty, or <c>../</c> as often as it takes.</param>
    /// <param name="main">What it holds.</param>
    public static string Of(string title, string root, string main) =>
        $"""
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
        <a class="home" href="{root}index.html">Side by side</a>
        <span class="where">{Html.Escape(title)}</span>
        <button type="button" id="search-open" title="Search (/)"><span class="wide">Search </span><kbd>/</kbd></button>
        <button type="button" id="view" title="Which columns (v)"><span class="wide">Columns </span><kbd>v</kbd></button>
        <button type="button" id="theme" title="Light or dark (t)"><span class="wide">Theme </span><kbd>t</kbd></button>
        <button type="button" id="help-open" title="Keys (?)"><kbd>?</kbd></button>
        </header>
        <main>
        {main}
        </main>
        <dialog id="search" aria-label="Search">
        <input id="query" type="text" placeholder="function, file, erratum, reason of a departure" autocomplete="off" spellcheck="false" aria-controls="hits">
        <ol id="hits"></ol>
        <p id="no-hits" hidden>Nothing by that name.</p>
        </dialog>
        <dialog id="help" aria-label="Keys">
        <h2>Keys</h2>
        <dl>
        <dt><kbd>/</kbd></dt><dd>search functions, files, errata and departures</dd>
        <dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous function</dd>
        <dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>next, previous difference</dd>
        <dt><kbd>v</kbd></dt><dd>both columns, the C alone, the C# alone</dd>
        <dt><kbd>t</kbd></dt><dd>light or dark</dd>
        <dt><kbd>?</kbd></dt><dd>this list; <kbd>Esc</kbd> closes it</dd>
        </dl>
        <form method="dialog"><button>Close</button></form>
        </dialog>
        </body>
        </html>

        """;
}
