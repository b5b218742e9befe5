// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Native;

/// <summary>Properties of a block of a <see cref="NativeHeap"/>.</summary>
[Flags]
internal enum BlockOptions
{
    /// <summary>Zeroed, and freed before the heap is disposed.</summary>
    None = 0,

    /// <summary>The caller fills it. In Debug builds, or on request, it holds 0x5a at first; otherwise zero.</summary>
    Uninitialized = 1,

    /// <summary>It lives as long as the heap: never a leak.</summary>
    Permanent = 2,

    /// <summary>A table of a virtual machine: it lies in the heap's file of tables, if there is one, for other processes to see.</summary>
    Table = 4,
}
