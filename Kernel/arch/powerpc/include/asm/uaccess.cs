// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.asm;

/// <summary>
/// Header &lt;asm/uaccess.h&gt;: memory of user space. The arguments of system calls lie in this process; of bad pointers only null is
/// recognised.
/// </summary>
internal static unsafe class uaccess_h
{
    /// <returns>How many bytes were not copied.</returns>
    internal static ulong copy_from_user(void* to, void* from, ulong n)
    {
        if (from == null)
            return n;
        Buffer.MemoryCopy(from, to, n, n);
        return 0;
    }

    /// <returns>How many bytes were not copied.</returns>
    internal static ulong copy_to_user(void* to, void* from, ulong n)
    {
        if (to == null)
            return n;
        Buffer.MemoryCopy(from, to, n, n);
        return 0;
    }

    internal static ulong copy_to_user(void* to, vmalloc_ptr<ulong> from, ulong n)
    {
        if (to == null)
            return n;
        for (ulong i = 0; i < n / sizeof(ulong); i++)
            ((ulong*)to)[i] = from[i];
        return 0;
    }
}
