// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Linux;

/// <summary>Header &lt;asm/lppaca.h&gt;: the virtual processor area that a guest registers (LoPAR, VPA).</summary>
[StructLayout(LayoutKind.Explicit, Size = 1024)]
internal struct lppaca
{
    /// <summary>The bit of the C's <c>shared_proc</c> in the byte that it shares with its neighbours.</summary>
    internal const byte SHARED_PROC = 0x02;

    [FieldOffset(0x000)] internal __be32 desc;
    [FieldOffset(0x004)] internal __be16 size;
    [FieldOffset(0x009)] internal u8 flags;      // PORT: the C's bit-fields reserved2, shared_proc, secondary_thread end here
    [FieldOffset(0x100)] internal u32 yield_count;

    internal byte shared_proc
    {
        set => flags = (byte)(value != 0 ? flags | SHARED_PROC : flags & ~SHARED_PROC);
    }
}

/// <summary>The buffer in which a guest keeps a copy of its bolted SLB entries.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct slb_shadow
{
    [FieldOffset(0)] internal __be32 persistent;
    [FieldOffset(4)] internal __be32 buffer_length;
}

/// <summary>A dispatch trace log: a ring of 48-byte records whose first one holds the buffer's length.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct dtl
{
    [FieldOffset(4)] internal uint buffer_length;
}
