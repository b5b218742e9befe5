// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.linux;

/// <summary>Header &lt;linux/err.h&gt;: an error number in a pointer.</summary>
internal static unsafe class err_h
{
    private const long MAX_ERRNO = 4095;

    internal static void* ERR_PTR(long error) => (void*)error;

    internal static long PTR_ERR(void* ptr) => (long)ptr;

    internal static bool IS_ERR(void* ptr) => (ulong)ptr >= unchecked((ulong)-MAX_ERRNO);
}
