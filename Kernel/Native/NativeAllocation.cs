// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Native;

// Unsafe: a block lies inside the raw memory that the heap took for it, with GuardLength bytes to spare at either end.
/// <summary>One block of a <see cref="NativeHeap"/>: who it is, where it lies and how much of it there is.</summary>
/// <param name="Name">What the block holds, as leak reports and oopses print it: <c>slot_phys[3]</c>.</param>
/// <param name="Address">The first usable byte; a multiple of 64 at least.</param>
/// <param name="Length">Usable bytes.</param>
/// <param name="Slack">Bytes behind <paramref name="Length"/> that may also be touched (see <see cref="NativeHeap.Allocate"/>).</param>
/// <param name="IsPermanent">Whether it lives as long as the machine: never a leak.</param>
public sealed unsafe record NativeAllocation(string Name, nuint Address, nuint Length, nuint Slack, bool IsPermanent)
{
#if DEBUG
    /// <summary>Bytes in front of a block, and behind it, that hold a pattern. Release builds have none.</summary>
    internal const nuint GuardLength = 64;
#else
    internal const nuint GuardLength = 0;
#endif

    private const byte GuardByte = 0xfd;

    /// <summary>What the system gave; the usable block lies inside it.</summary>
    internal nuint RawAddress { get; init; }

    /// <summary>The first address that may not be touched.</summary>
    internal nuint Limit => Address + Length + Slack;

    private Span<byte> FrontGuard => new((void*)(Address - GuardLength), (int)GuardLength);

    private Span<byte> BackGuard => new((void*)Limit, (int)GuardLength);

    /// <summary>Fills the guard regions with their pattern.</summary>
    internal void FillGuards()
    {
        FrontGuard.Fill(GuardByte);
        BackGuard.Fill(GuardByte);
    }

    /// <summary>Says which guard region was overwritten, with the offset from the block's first byte; null: none.</summary>
    internal string? DescribeBrokenGuard()
    {
        int front = FrontGuard.LastIndexOfAnyExcept(GuardByte);
        if (front >= 0)
            return $"Something wrote in front of {this}: 0x{FrontGuard[front]:x2} at offset {front - (int)GuardLength}.";
        int back = BackGuard.IndexOfAnyExcept(GuardByte);
        return back >= 0 ? $"Something wrote behind {this}: 0x{BackGuard[back]:x2} at offset {Length + Slack + (nuint)back}." : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Length} bytes at 0x{Address:x})";
}
