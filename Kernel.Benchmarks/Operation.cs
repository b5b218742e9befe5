// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>What is measured.</summary>
internal enum Operation
{
    /// <summary>H_ENTER into a group that is half full, and H_REMOVE of the entry that it made.</summary>
    EnterRemove,

    /// <summary>H_READ of one valid entry.</summary>
    Read,

    /// <summary>H_PROTECT of one valid entry.</summary>
    Protect,
}
