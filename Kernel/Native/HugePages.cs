// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kernel.Native;

/// <summary>
/// Asks the system to back a range with huge pages. A random walk over a 16 MB hashed page table misses the TLB at nearly every step on
/// 4 KB pages. The request is advice: where the system has no such call, or refuses, nothing changes but the speed.
/// </summary>
internal static partial class HugePages
{
    /// <summary>Bytes of a huge page on x86-64, and on arm64 with small pages of 4 KB; a smaller block gains nothing.</summary>
    internal const nuint Size = 2 << 20;

    private const int AdviceHugePage = 14;      // MADV_HUGEPAGE in the Linux ABI

    /// <summary>Advises the whole 4 KB pages inside the range; returns whether the system took the advice.</summary>
    internal static bool Request(nuint address, nuint length)
    {
        if (!OperatingSystem.IsLinux() || length < Size)
            return false;
        nuint pageSize = (nuint)Environment.SystemPageSize;
        nuint first = (address + pageSize - 1) & ~(pageSize - 1);
        nuint last = (address + length) & ~(pageSize - 1);
        try
        {
            return MemoryAdvise(first, last - first, AdviceHugePage) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(nuint address, nuint length, int advice);
}
