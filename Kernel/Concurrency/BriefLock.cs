// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

namespace Kernel.Concurrency;

/// <summary>
/// Mutual exclusion for a moment: the holder neither sleeps nor waits for anything else. The holder may take it again.
/// </summary>
/// <example><c>using (_gate.Hold()) { … }</c></example>
internal sealed class BriefLock
{
    private readonly Lock _lock = new();

    /// <summary>Takes the lock until the result is disposed.</summary>
    [Atomic(Unchecked = "The lock is held for a moment, and its holder does not sleep."), MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Scope Hold() => new(_lock);

    /// <summary>The time in which the lock is held.</summary>
    internal readonly ref struct Scope
    {
        private readonly Lock.Scope _scope;

        [Acquires("gate", Nests = true), MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Scope(Lock gate) => _scope = gate.EnterScope();

        /// <summary>Releases the lock.</summary>
        [Atomic(Unchecked = "Releasing a lock waits for nothing."), MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => _scope.Dispose();
    }
}
