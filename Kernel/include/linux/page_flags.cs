// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/page-flags.h&gt;.</summary>
internal static unsafe class page_flags_h
{
    internal static bool PageHead(page* page) => (page->flags & Linux.page.PG_head) != 0;

    internal static void SetPageDirty(page* page) => Atomics.Or(ref page->flags, Linux.page.PG_dirty);
}
