// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Native;

namespace Linux
{
    /// <summary>
    /// What a block of kernel memory holds, for leak reports and oopses, and whether it is a table that other processes may look at. No C
    /// header corresponds.
    /// </summary>
    internal readonly struct block_name
    {
        internal readonly string text;
        internal readonly BlockOptions options;

        /// <summary>The address of the virtual machine that a table belongs to.</summary>
        internal readonly nuint owner;

        internal block_name(string text, BlockOptions options, nuint owner)
        {
            this.text = text;
            this.options = options;
            this.owner = owner;
        }

        public static implicit operator block_name(string text) => new(text, BlockOptions.None, 0);
    }
}

namespace Linux.include.port
{
    /// <summary>Names of blocks. No C header corresponds.</summary>
    internal static unsafe class block_h
    {
        /// <summary>The name of a table of a virtual machine.</summary>
        internal static block_name table(kvm* kvm, string text) => new(text, BlockOptions.Table, (nuint)kvm);
    }
}
