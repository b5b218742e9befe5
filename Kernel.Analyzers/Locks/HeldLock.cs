// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Locks;

/// <summary>A lock that is held.</summary>
/// <param name="path">Its path.</param>
/// <param name="location">Where it was taken; null if it is held when the body begins.</param>
/// <param name="spins">Whether its holder may not sleep.</param>
/// <param name="isCertain">Whether it is held on every path to this point.</param>
/// <param name="depth">How many times it was taken.</param>
/// <param name="isInWord">Whether it is a bit of a word. Its path is then valid until the variable at its root is assigned.</param>
internal sealed class HeldLock(string path, Location? location, bool spins, bool isCertain = true, int depth = 1, bool isInWord = false)
{
    public string Path => path;

    public Location? Location => location;

    public bool Spins => spins;

    public bool IsCertain => isCertain;

    public int Depth => depth;

    public bool IsInWord => isInWord;

    public HeldLock With(bool isCertain, int depth) => new(path, location, spins, isCertain, depth, isInWord);
}
