// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.linux;

/// <summary>Header &lt;linux/sort.h&gt;: a heap sort, as in the kernel; not stable.</summary>
internal static unsafe class sort_h
{
    internal static void sort<T>(T* @base, int num, delegate*<T*, T*, int> cmp) where T : unmanaged
    {
        for (int root = num / 2 - 1; root >= 0; root--)
            sift_down(@base, root, num, cmp);
        for (int last = num - 1; last > 0; last--)
        {
            swap(@base, @base + last);
            sift_down(@base, 0, last, cmp);
        }
    }

    private static void sift_down<T>(T* @base, int root, int num, delegate*<T*, T*, int> cmp) where T : unmanaged
    {
        for (int child = 2 * root + 1; child < num; root = child, child = 2 * root + 1)
        {
            if (child + 1 < num && cmp(@base + child, @base + child + 1) < 0)
                child++;
            if (cmp(@base + root, @base + child) >= 0)
                return;
            swap(@base + root, @base + child);
        }
    }

    private static void swap<T>(T* a, T* b) where T : unmanaged
    {
        T t = *a;

        *a = *b;
        *b = t;
    }
}
