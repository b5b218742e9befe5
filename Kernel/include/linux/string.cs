// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/string.h&gt;.</summary>
internal static unsafe class string_h
{
    internal static void memset(void* s, byte c, ulong n) => NativeMemory.Fill(s, (nuint)n, c);
}
