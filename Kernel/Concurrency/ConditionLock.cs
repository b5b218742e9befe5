// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;

namespace Kernel.Concurrency;

/// <summary>A lock with a condition variable: its holder can wait for a pulse, and gives the lock up meanwhile.</summary>
/// <example><c>using (_gate.Hold()) { while (!isReady) _gate.Wait(); }</c></example>
internal sealed class ConditionLock
{
    // Wait and PulseAll take the monitor themselves, which costs nothing where the caller holds it: waiting gives up every level.
    private readonly object _monitor = new();

    /// <summary>Takes the lock until the result is disposed.</summary>
    [Atomic(Unchecked = "The lock is held for a moment; its holder sleeps only in Wait, which gives it up.")]
    internal Scope Hold() => new(_monitor);

    /// <summary>Gives up the lock, sleeps until a pulse, and takes the lock again.</summary>
    [MightSleep]
    internal void Wait()
    {
        Debug.Assert(Monitor.IsEntered(_monitor), "the caller holds the lock, so that no pulse is lost");
        lock (_monitor)
            Monitor.Wait(_monitor);
    }

    /// <summary>Gives up the lock, sleeps until a pulse or a timeout, and takes the lock again.</summary>
    /// <param name="timeout">How long at most.</param>
    /// <returns>Whether a pulse came in time.</returns>
    [MightSleep]
    internal bool Wait(TimeSpan timeout)
    {
        Debug.Assert(Monitor.IsEntered(_monitor), "the caller holds the lock, so that no pulse is lost");
        lock (_monitor)
            return Monitor.Wait(_monitor, timeout);
    }

    /// <summary>Wakes all threads that wait.</summary>
    [Atomic(Unchecked = "The lock is held for a moment; its holder sleeps only in Wait, which gives it up.")]
    internal void PulseAll()
    {
        lock (_monitor)
            Monitor.PulseAll(_monitor);
    }

    /// <summary>The time in which the lock is held. Name it in a <c>using</c> statement without a variable.</summary>
    internal readonly ref struct Scope
    {
        private readonly object _monitor;

        [Acquires("monitor", Nests = true)]
        internal Scope(object monitor)
        {
            Monitor.Enter(monitor);
            _monitor = monitor;
        }

        /// <summary>Releases the lock.</summary>
        [Atomic(Unchecked = "Releasing a lock waits for nothing."), Releases("_monitor")]
        public void Dispose() => Monitor.Exit(_monitor);
    }
}
