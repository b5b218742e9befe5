// SPDX-License-Identifier: GPL-2.0-only
"use strict";
// What every page has: theme, links, search, keys. A site's own script follows this one and uses window.site (see SiteDesign.Script).
(() => {
    const page = document.documentElement;
    const root = page.dataset.root;
    const byId = id => document.getElementById(id);

    // The reader's choices. Some browsers keep nothing for pages that are opened as files; this is not an error.
    const remembered = key => { try { return localStorage.getItem(key); } catch { return null; } };
    const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };

    const site = { keys: {}, remembered, remember, reveal: () => {}, firstKind: undefined, proseKind: undefined };
    window.site = site;

    // Light or dark: as the reader chose, else as the system is set.
    const prefersDark = matchMedia("(prefers-color-scheme: dark)");
    const showTheme = () => { page.dataset.theme = remembered("theme") ?? (prefersDark.matches ? "dark" : "light"); };
    const switchTheme = () => {
        remember("theme", page.dataset.theme === "dark" ? "light" : "dark");
        page.dataset.theme = page.dataset.theme === "dark" ? "light" : "dark";
    };
    prefersDark.addEventListener("change", showTheme);
    showTheme();

    // A link to a hidden element reveals it. On the first view, after the site's own script has decided what is hidden.
    const showTarget = () => {
        const target = byId(location.hash.slice(1));
        if (target && target.getClientRects().length === 0)
            site.reveal(target);
        target?.scrollIntoView({ block: "center" });
    };
    addEventListener("hashchange", showTarget);
    addEventListener("DOMContentLoaded", showTarget);

    // Search: every word must occur in the name or the place. Names that begin with the first word come first, then entries of firstKind.
    const dialog = byId("search"), query = byId("query"), hits = byId("hits"), none = byId("no-hits");
    const maxHits = 50;
    let selected = 0;
    const find = text => {
        const words = text.toLowerCase().split(/\s+/).filter(word => word);
        if (words.length === 0)
            return [];
        const rank = entry => (entry.n.toLowerCase().startsWith(words[0]) ? 0 : 2) + (entry.k === site.firstKind ? 0 : 1);
        return (window.SEARCH_ENTRIES ?? [])
            .filter(entry => words.every(word => `${entry.n} ${entry.f ?? ""}`.toLowerCase().includes(word)))
            .sort((a, b) => rank(a) - rank(b) || (a.n < b.n ? -1 : a.n > b.n ? 1 : 0))
            .slice(0, maxHits);
    };
    const select = index => {
        const links = [...hits.querySelectorAll("a")];
        if (links.length === 0)
            return;
        selected = (index + links.length) % links.length;
        links.forEach((link, at) => link.setAttribute("aria-selected", at === selected));
        links[selected].scrollIntoView({ block: "nearest" });
    };
    const showHits = () => {
        hits.replaceChildren(...find(query.value).map(entry => {
            const link = document.createElement("a");
            link.href = root + entry.u;
            const name = document.createElement(entry.k === site.proseKind ? "span" : "code");
            name.textContent = entry.n;
            const place = document.createElement("small");
            place.textContent = ` ${entry.k}${entry.f ? `, ${entry.f}` : ""}`;
            link.append(name, place);
            link.addEventListener("click", () => dialog.close());
            const item = document.createElement("li");
            item.append(link);
            return item;
        }));
        none.hidden = query.value.trim() === "" || hits.childElementCount > 0;
        select(0);
    };
    const openSearch = () => { dialog.showModal(); query.select(); showHits(); };
    query.addEventListener("input", showHits);
    query.addEventListener("keydown", event => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            select(selected + (event.key === "ArrowDown" ? 1 : -1));
        } else if (event.key === "Enter") {
            event.preventDefault();
            hits.querySelectorAll("a")[selected]?.click();
        }
    });

    Object.assign(site.keys, {
        "/": openSearch,
        "?": () => byId("help").showModal(),
        t: switchTheme,
    });
    addEventListener("keydown", event => {
        const isForBrowser = event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement;
        if (isForBrowser || document.querySelector("dialog[open]"))
            return;
        const action = site.keys[event.key];
        if (action) {
            event.preventDefault();
            action();
        }
    });
    byId("search-open").addEventListener("click", openSearch);
    byId("help-open").addEventListener("click", site.keys["?"]);
    byId("theme").addEventListener("click", switchTheme);
})();
