// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Locks;

/// <summary>What a call does to one lock.</summary>
/// <param name="kind">The kind of effect.</param>
/// <param name="name">The lock, as the callee names it.</param>
/// <param name="spins">Whether its holder may not sleep.</param>
/// <param name="nests">Whether its holder may take it again.</param>
/// <param name="result">For an attempt: the result with which it is held.</param>
/// <param name="isInWord">For an attempt: whether the lock is a bit of a word.</param>
internal sealed class LockEffect(
    LockEffectKind kind, string name, bool spins = false, bool nests = false, bool result = true, bool isInWord = false)
{
    public LockEffectKind Kind => kind;

    public string Name => name;

    public bool Spins => spins;

    public bool Nests => nests;

    public bool Result => result;

    public bool IsInWord => isInWord;
}
