// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.Locking;

// Unsafe: the word is read only inside Wait, whose caller keeps the block alive that holds it. WakeAll hashes the address and reads
// nothing there, so that block may be gone by then.
/// <summary>
/// Sleeps until a word changes: a futex. Sleeping locks are blittable words in unmanaged memory, so the waiting threads are kept here,
/// by the address of the word, and nothing needs to be created or freed with a lock.
/// </summary>
internal static unsafe class AddressWaiter
{
    private const int BucketCount = 64;

    private const string BriefLock = "The lock of a bucket is held for a moment, by nobody who sleeps.";

    private static readonly object[] Buckets = CreateBuckets();

    /// <summary>Sleeps while the word has the value; may also return early.</summary>
    internal static void Wait(int* word, int value)
    {
        object bucket = BucketOf(word);
        lock (bucket)
        {
            if (Volatile.Read(ref *word) == value)
                Monitor.Wait(bucket);
        }
    }

    /// <summary>Wakes all who sleep on the word. Call it after the word has changed.</summary>
    [Atomic(Unchecked = BriefLock)]
    internal static void WakeAll(int* word)
    {
        object bucket = BucketOf(word);
        lock (bucket)
            Monitor.PulseAll(bucket);
    }

    /// <summary>Lets everybody who sleeps look again, whatever for: the system has failed.</summary>
    internal static void WakeEverybody()
    {
        foreach (object bucket in Buckets)
        {
            lock (bucket)
                Monitor.PulseAll(bucket);
        }
    }

    private static object BucketOf(int* word) => Buckets[((nuint)word >> 6) % BucketCount];

    private static object[] CreateBuckets()
    {
        var buckets = new object[BucketCount];
        for (int i = 0; i < buckets.Length; i++)
            buckets[i] = new object();
        return buckets;
    }
}
