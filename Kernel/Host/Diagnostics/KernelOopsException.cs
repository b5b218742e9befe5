// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.Diagnostics;

/// <summary>
/// The kernel code did what would have been an oops or a BUG on a real machine. Locks that it held stay held and the virtual machine is
/// in no defined state; dispose the system.
/// </summary>
public sealed class KernelOopsException : Exception
{
    internal KernelOopsException(string message)
        : base(message)
    {
    }
}
