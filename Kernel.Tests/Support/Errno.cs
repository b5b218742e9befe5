// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>Results of system calls, with Linux's error numbers.</summary>
internal static class Errno
{
    public static KvmResult Success => new(0);

    public static KvmResult NotPermitted => new(-1);

    public static KvmResult NoMemory => new(-12);

    public static KvmResult Busy => new(-16);

    public static KvmResult Exists => new(-17);

    public static KvmResult Invalid => new(-22);

    public static KvmResult TooManyFiles => new(-24);
}
