// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/anon_inodes.h&gt;.</summary>
internal static unsafe class anon_inodes_h
{
    internal const int O_RDWR = 2;

    internal static int anon_inode_getfd(string name, file_operations* fops, void* priv, int flags) =>
        SimulatedHost.Current.Files.Open(name, fops, priv);
}
