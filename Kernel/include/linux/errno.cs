// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.linux;

/// <summary>Header &lt;linux/errno.h&gt;.</summary>
internal static class errno_h
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int EINTR = 4;
    internal const int EIO = 5;
    internal const int ENOMEM = 12;
    internal const int EFAULT = 14;
    internal const int EAGAIN = 11;
    internal const int EBUSY = 16;
    internal const int EEXIST = 17;
    internal const int EINVAL = 22;
    internal const int ENOTTY = 25;
}
