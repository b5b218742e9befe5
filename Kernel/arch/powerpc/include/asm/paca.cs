// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Machine;
using static Linux.include.port.data_h;

namespace Linux
{
    /// <summary>What a processor knows about itself. PORT: the fields that the ported code uses.</summary>
    internal struct paca_struct
    {
        internal uint lock_token;           // PORT: the word that the C reads: its u16 of that name, and paca_index behind it
        internal u16 paca_index;
        [SharedWord]
        internal u8 cpu_start;
        internal kvmppc_host_state kvm_hstate;
    }
}

namespace Linux.include.asm
{
    /// <summary>Header &lt;asm/paca.h&gt;.</summary>
    internal static unsafe class paca_h
    {
        /// <summary>One for each processor, and one for threads of the process that execute on no processor.</summary>
        internal static paca_struct* paca;

        internal static paca_struct* local_paca
        {
            [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => &paca[HardwareThread.Current->Number];
        }

        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static paca_struct* get_paca() => local_paca;

        /// <summary>PORT: lays out the static data, as the C's linker does.</summary>
        internal static void __data(int processors)
        {
            paca = (paca_struct*)data("paca", (ulong)(processors + 1) * (ulong)sizeof(paca_struct));
            for (int i = 0; i <= processors; i++) {
                paca[i].lock_token = 0x8000_0000 | (uint)i;
                paca[i].paca_index = (ushort)i;
            }
        }
    }
}
