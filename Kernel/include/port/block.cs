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

        internal block_name(string text, BlockOptions options)
        {
            this.text = text;
            this.options = options;
        }

        public static implicit operator block_name(string text) => new(text, BlockOptions.None);
    }
}

namespace Linux.include.port
{
    /// <summary>Names of blocks. No C header corresponds.</summary>
    internal static class block_h
    {
        /// <summary>The name of a table of a virtual machine.</summary>
        internal static block_name table(string text) => new(text, BlockOptions.Table);
    }
}
