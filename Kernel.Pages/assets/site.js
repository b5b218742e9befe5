// SPDX-License-Identifier: GPL-2.0-only
"use strict";
(() => {
    const page = document.documentElement;
    const root = page.dataset.root;
    const byId = id => document.getElementById(id);

    // What the reader chose stays chosen; a browser that keeps nothing for files is no error.
    const remembered = key => { try { return localStorage.getItem(key); } catch { return null; } };
    const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };

    // Light or dark: the reader's choice, else the system's.
    const prefersDark = matchMedia("(prefers-color-scheme: dark)");
    const showTheme = () => { page.dataset.theme = remembered("theme") ?? (prefersDark.matches ? "dark" : "light"); };
    const switchTheme = () => {
        remember("theme", page.dataset.theme === "dark" ? "light" : "dark");
        page.dataset.theme = page.dataset.theme === "dark" ? "light" : "dark";
    };
    prefersDark.addEventListener("change", showTheme);
    showTheme();

    // Both columns, the C alone, the C# alone. A phone begins with the C# alone.
    const views = ["both", "c", "p"];
    const isNarrow = matchMedia("(max-width: 46rem)");
    const showView = view => { page.dataset.view = view; };
    const switchView = () => {
        const next = views[(views.indexOf(page.dataset.view) + 1) % views.length];
        remember("view", next);
        showView(next);
    };
    showView(views.includes(remembered("view")) ? remembered("view") : isNarrow.matches ? "p" : "both");

    // A link to a line that is hidden shows it.
    const showTarget = () => {
        const target = byId(location.hash.slice(1));
        if (target && target.getClientRects().length === 0)
            showView("both");
        target?.scrollIntoView({ block: "center" });
    };
    addEventListener("hashchange", showTarget);
    showTarget();

    // The next or previous of some elements, seen from the top of the window.
    const go = (selector, direction) => {
        const top = 120;
        const all = [...document.querySelectorAll(selector)].filter(element => element.getClientRects().length > 0);
        const next = direction > 0
            ? all.find(element => element.getBoundingClientRect().top > top + 4)
            : all.reverse().find(element => element.getBoundingClientRect().top < top - 4);
        if (next)
            scrollTo(0, scrollY + next.getBoundingClientRect().top - top);
    };
    // Of lines that differ one after the other, the first.
    const isDifference = row => row?.querySelector(".near, .dep, .only") != null;
    const markDifferences = () => {
        for (const row of document.querySelectorAll(".columns .r"))
            if (isDifference(row) && !isDifference(row.previousElementSibling))
                row.dataset.difference = "";
    };
    markDifferences();

    // Search: every word must be in the name or the place; names that begin with the first word come first.
    const dialog = byId("search"), query = byId("query"), hits = byId("hits"), none = byId("no-hits");
    const most = 50;
    let selected = 0;
    const find = text => {
        const words = text.toLowerCase().split(/\s+/).filter(word => word);
        if (words.length === 0)
            return [];
        const rank = entry => (entry.n.toLowerCase().startsWith(words[0]) ? 0 : 2) + (entry.k === "function" ? 0 : 1);
        return (window.SIDE_BY_SIDE ?? [])
            .filter(entry => words.every(word => `${entry.n} ${entry.f ?? ""}`.toLowerCase().includes(word)))
            .sort((a, b) => rank(a) - rank(b) || (a.n < b.n ? -1 : a.n > b.n ? 1 : 0))
            .slice(0, most);
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
            const name = document.createElement(entry.k === "departure" ? "span" : "code");
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

    const keys = {
        "/": openSearch,
        "?": () => byId("help").showModal(),
        t: switchTheme,
        v: switchView,
        j: () => go(".fn", 1),
        k: () => go(".fn", -1),
        n: () => go("[data-difference]", 1),
        p: () => go("[data-difference]", -1),
    };
    addEventListener("keydown", event => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement || document.querySelector("dialog[open]"))
            return;
        const action = keys[event.key];
        if (action) {
            event.preventDefault();
            action();
        }
    });
    byId("search-open").addEventListener("click", openSearch);
    byId("help-open").addEventListener("click", keys["?"]);
    byId("theme").addEventListener("click", switchTheme);
    byId("view").addEventListener("click", switchView);
})();
