// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>The operations that are measured.</summary>
internal enum Operation
{
    /// <summary>H_ENTER into a half-full group, then H_REMOVE of the new entry.</summary>
    EnterRemove,

    /// <summary>H_READ of one valid entry.</summary>
    Read,

    /// <summary>H_PROTECT of one valid entry.</summary>
    Protect,
}
