// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Native;

// Unsafe: the memory of the block belongs to the quarantine that holds it, and is given back only after the block has left.
/// <summary>A block that was freed and not given back yet. It holds a pattern that nobody may change.</summary>
/// <param name="Block">What it was.</param>
/// <param name="FreedBy">Who freed it (<see cref="CallSite"/>).</param>
internal sealed unsafe record FreedBlock(NativeAllocation Block, string FreedBy)
{
    /// <summary>What freed memory holds.</summary>
    internal const byte Pattern = 0x6b;

    private const int MaxShown = 8;

    private Span<byte> Content => new((void*)Block.Address, (int)Block.Length);

    /// <summary>Whether an address lies in it, its slack included.</summary>
    internal bool Contains(nuint address) => address >= Block.Address && address < Block.Limit;

    /// <summary>Fills it with the pattern.</summary>
    internal void Poison() => Content.Fill(Pattern);

    /// <summary>Describes the first change since the block was freed, or returns null; puts pattern and guards right again.</summary>
    internal string? TakeDamage()
    {
        int at = Content.IndexOfAnyExcept(Pattern);
        string? outside = Block.DescribeBrokenGuard();
        if (at < 0 && outside is null)
            return null;
        string damage = at >= 0 ? DescribeWrite(at) : $"{outside} It was freed by {FreedBy} before.";
        Poison();
        Block.FillGuards();
        return damage;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Block}, freed by {FreedBy}";

    private string DescribeWrite(int at)
    {
        ReadOnlySpan<byte> found = Content[at..Math.Min(Content.Length, at + MaxShown)];
        string value = Convert.ToHexStringLower(found[..(found.LastIndexOfAnyExcept(Pattern) + 1)]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Write after free: {Block} holds the bytes {value} at offset {at}; expected {Pattern:x2}, as all freed memory holds. "
            + $"It was freed by {FreedBy}.");
    }
}
