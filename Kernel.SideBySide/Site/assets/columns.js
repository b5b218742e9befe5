// SPDX-License-Identifier: GPL-2.0-only
"use strict";
// The two columns: which of them are shown, and the keys that go from function to function and from difference to difference.
(() => {
    const page = document.documentElement;
    const site = window.site;
    site.firstKind = "function";
    site.proseKind = "departure";

    // Both columns, the C alone, the C# alone. A narrow screen begins with the C# alone.
    const views = ["both", "c", "p"];
    const isNarrow = matchMedia("(max-width: 46rem)");
    const showView = view => { page.dataset.view = view; };
    const switchView = () => {
        const next = views[(views.indexOf(page.dataset.view) + 1) % views.length];
        site.remember("view", next);
        showView(next);
    };
    const view = site.remembered("view");
    showView(views.includes(view) ? view : isNarrow.matches ? "p" : "both");
    site.reveal = () => showView("both");

    // Scrolls to the next or previous visible element of a kind, as seen from the top of the window.
    const go = (selector, direction) => {
        const top = 120;
        const all = [...document.querySelectorAll(selector)].filter(element => element.getClientRects().length > 0);
        const next = direction > 0
            ? all.find(element => element.getBoundingClientRect().top > top + 4)
            : all.reverse().find(element => element.getBoundingClientRect().top < top - 4);
        if (next)
            scrollTo(0, scrollY + next.getBoundingClientRect().top - top);
    };

    // Marks the first of consecutive rows that differ.
    const isDifference = row => row?.querySelector(".near, .dep, .only") != null;
    for (const row of document.querySelectorAll(".columns .r"))
        if (isDifference(row) && !isDifference(row.previousElementSibling))
            row.dataset.difference = "";

    Object.assign(site.keys, {
        v: switchView,
        j: () => go(".fn", 1),
        k: () => go(".fn", -1),
        n: () => go("[data-difference]", 1),
        p: () => go("[data-difference]", -1),
    });
    document.getElementById("view").addEventListener("click", switchView);
})();
