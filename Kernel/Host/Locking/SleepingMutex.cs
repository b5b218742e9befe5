// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Scheduling;

namespace Kernel.Host.Locking;

// Unsafe: the caller of Lock keeps the block that holds the word alive until it holds the lock. Unlock touches the word once,
// in its exchange; from there on only its address is used, since the next holder may free the block.
/// <summary>A mutual exclusion lock in one word: 0 free, 1 held, 2 held and waited for. Waiters sleep.</summary>
internal static unsafe class SleepingMutex
{
    private const int Free = 0;
    private const int Held = 1;
    private const int Contended = 2;

    [MightSleep]
    internal static void Lock(int* word)
    {
        ContextChecks.MightSleep("mutex_lock");
        if (Atomics.CompareExchange(ref *word, Held, Free) == Free)
            return;
        while (Atomics.Exchange(ref *word, Contended) != Free)
            AddressWaiter.Wait(word, Contended);
    }

    internal static void Unlock(int* word)
    {
        int previous = Atomics.Exchange(ref *word, Free);
        ContextChecks.Require(previous != Free, "mutex_unlock of a mutex that is not held");
        if (previous == Contended)
            AddressWaiter.WakeAll(word);
    }
}
