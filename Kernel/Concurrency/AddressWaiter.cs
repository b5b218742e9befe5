// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Concurrency;

// Unsafe: the word is read only inside Wait, whose caller keeps the block alive that holds it. WakeAll hashes the address and reads
// nothing there, so that block may be gone by then.
/// <summary>
/// Sleeps until a word changes: a futex. Sleeping locks are blittable words in unmanaged memory, so the waiting threads are kept here,
/// by the address of the word, and nothing needs to be created or freed with a lock.
/// </summary>
internal static unsafe class AddressWaiter
{
    private const int BucketCount = 64;

    private static readonly ConditionLock[] Buckets = CreateBuckets();

    /// <summary>Sleeps while the word has the value; may also return early.</summary>
    [MightSleep]
    internal static void Wait(int* word, int value)
    {
        ConditionLock bucket = BucketOf(word);
        using (bucket.Hold())
        {
            if (Volatile.Read(ref *word) == value)
                bucket.Wait();
        }
    }

    /// <summary>Wakes all who sleep on the word. Call it after the word has changed.</summary>
    [Atomic]
    internal static void WakeAll(int* word) => BucketOf(word).PulseAll();

    /// <summary>Wakes all who sleep on any word, so that they find that the system has failed.</summary>
    internal static void WakeEveryone()
    {
        foreach (ConditionLock bucket in Buckets)
            bucket.PulseAll();
    }

    [Atomic]
    private static ConditionLock BucketOf(int* word) => Buckets[((nuint)word >> 6) % BucketCount];

    private static ConditionLock[] CreateBuckets()
    {
        var buckets = new ConditionLock[BucketCount];
        for (int i = 0; i < buckets.Length; i++)
            buckets[i] = new ConditionLock();
        return buckets;
    }
}
