// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

namespace Kernel.Concurrency;

/// <summary>A spin lock in one blittable word, on <see cref="SpinLock"/>. Do not copy it.</summary>
internal struct SpinLockWord
{
    private SpinLock _lock;

    /// <summary>Makes the word a free lock that does not record its owner.</summary>
    internal void Initialize() => _lock = new SpinLock(enableThreadOwnerTracking: false);

    /// <summary>Spins until the lock is free, and takes it.</summary>
    [Acquires("this", Spins = true), MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        bool taken = false;
        _lock.Enter(ref taken);
    }

    /// <summary>Releases the lock, with release order.</summary>
    [Releases("this"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit() => _lock.Exit(useMemoryBarrier: true);
}
