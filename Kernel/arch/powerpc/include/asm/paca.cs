// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux
{
    /// <summary>What a processor knows about itself. PORT: the one field that the memory half reads.</summary>
    internal struct paca_struct
    {
        internal uint lock_token;
    }
}

namespace Linux.include.asm
{
    /// <summary>Header &lt;asm/paca.h&gt;.</summary>
    internal static class paca_h
    {
        /// <summary>PORT: by value and the same for all; the token need only differ from 0, the value of a free lock.</summary>
        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static paca_struct get_paca() => new() { lock_token = 0x8000_0000 };
    }
}
