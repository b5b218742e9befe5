// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Native;

/// <summary>One live block of a <see cref="NativeHeap"/>: who it is, where it lies and how much of it there is.</summary>
/// <param name="Name">What the block holds, as leak reports and oopses print it: <c>slot_phys[3]</c>.</param>
/// <param name="Address">The first usable byte; a multiple of 64 at least.</param>
/// <param name="Length">Usable bytes.</param>
/// <param name="Slack">Bytes behind <paramref name="Length"/> that may also be touched (see <see cref="NativeHeap.Allocate"/>).</param>
/// <param name="IsPermanent">Whether it lives as long as the machine: never a leak.</param>
public sealed record NativeAllocation(string Name, nuint Address, nuint Length, nuint Slack, bool IsPermanent)
{
    /// <summary>What the system gave; the usable block lies inside it.</summary>
    internal nuint RawAddress { get; init; }

    /// <summary>The first address that may not be touched.</summary>
    internal nuint Limit => Address + Length + Slack;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Length} bytes at 0x{Address:x})";
}
