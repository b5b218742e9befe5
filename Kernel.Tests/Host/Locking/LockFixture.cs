// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Host.Scheduling;
using NUnit.Framework;

namespace Kernel.Tests.Host.Locking;

/// <summary>Words in unmanaged memory, as locks are, and threads that wait for one another.</summary>
public abstract unsafe class LockFixture
{
    // Far more than a thread needs that is not stuck; nothing is measured by it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int* _words;

    /// <summary>The lock.</summary>
    private protected int* Word => _words;

    /// <summary>Another word, on the same cache line and so in the same bucket of waiters.</summary>
    private protected int* Neighbour => _words + 1;

    [SetUp]
    public void CreateWords()
    {
        ContextChecks.Reset();
        _words = (int*)NativeMemory.AlignedAlloc(64, 64);
        new Span<int>(_words, 16).Clear();
    }

    [TearDown]
    public void FreeWords()
    {
        ContextChecks.Reset();
        NativeMemory.AlignedFree(_words);
    }

    /// <summary>Starts a thread whose exception, if any, <see cref="Join"/> throws.</summary>
    private protected static Task Start(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private protected static void Join(Task thread) => Assert.That(thread.Wait(Patience), Is.True, "the thread is stuck");

    /// <summary>Waits until another thread has made something true.</summary>
    private protected static void Until(Func<bool> condition, string what) =>
        Assert.That(SpinWait.SpinUntil(condition, Patience), Is.True, what);

    private protected static void RequireDebug()
    {
#if !DEBUG
        Assert.Ignore("Only Debug builds check the context.");
#endif
    }
}
