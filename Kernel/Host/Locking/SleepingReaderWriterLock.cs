// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Scheduling;

namespace Kernel.Host.Locking;

// Unsafe: the caller of Enter keeps the block that holds the word alive until it has left. Leaving touches the word once, in one atomic
// operation; waking the others uses its address only.
/// <summary>A reader-writer lock in one word: the number of readers, or -1 for a writer. Waiters sleep.</summary>
internal static unsafe class SleepingReaderWriterLock
{
    private const int Writer = -1;

    [MightSleep]
    internal static void EnterRead(int* word)
    {
        ContextChecks.MightSleep("down_read");
        while (true)
        {
            int count = Atomics.Read(ref *word);
            if (count == Writer)
                AddressWaiter.Wait(word, Writer);
            else if (Atomics.CompareExchange(ref *word, count + 1, count) == count)
                return;
        }
    }

    internal static void ExitRead(int* word)
    {
        int count = Atomics.Decrement(ref *word);
        ContextChecks.Require(count >= 0, "up_read of a semaphore that no reader holds");
        if (count == 0)
            AddressWaiter.WakeAll(word);
    }

    [MightSleep]
    internal static void EnterWrite(int* word)
    {
        ContextChecks.MightSleep("down_write");
        while (true)
        {
            int count = Atomics.CompareExchange(ref *word, Writer, 0);
            if (count == 0)
                return;
            AddressWaiter.Wait(word, count);
        }
    }

    internal static void ExitWrite(int* word)
    {
        int previous = Atomics.Exchange(ref *word, 0);
        ContextChecks.Require(previous == Writer, "up_write of a semaphore that no writer holds");
        AddressWaiter.WakeAll(word);
    }
}
