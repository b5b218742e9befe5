// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.Runtime;

namespace Kernel;

/// <summary>The state of the scopes of one thread.</summary>
internal sealed class RealModeWatch
{
    [ThreadStatic]
    private static RealModeWatch? _ofThread;

    private readonly Stack<Level> _levels = new();
    private readonly List<RealModeViolation> _violations = [];
    private long _ignoredBytes;
    private long _suspendedAt;
    private int _suspensions;

    internal static RealModeWatch? OfThread => _ofThread;

    internal bool IsActive => _levels.Count > 0 && _suspensions == 0;

    internal IReadOnlyList<RealModeViolation> Violations => [.. _violations];

    internal static RealModeWatch Begin(RealModeScopeOptions options)
    {
        RealModeWatch watch = _ofThread ??= new RealModeWatch();
        watch.Suspend();        // opening a scope is no violation of the one around it
        ContentionListener? listener = options.ContentionEvents ? new ContentionListener() : null;
        watch._levels.EnsureCapacity(watch._levels.Count + 1);
        watch.Resume();
        watch._levels.Push(new Level(
            options, listener, watch._violations.Count, watch._ignoredBytes, JitInfo.GetCompiledMethodCount(currentThread: true),
            GC.GetTotalPauseDuration(), GC.GetAllocatedBytesForCurrentThread()));
        return watch;
    }

    internal void Add(RealModeViolationKind kind, string what)
    {
        Suspend();
        Add(_levels.Peek().Options, kind, what);
        Resume();
    }

    /// <summary>Closes the innermost scope; returns its violations, or null if there are none or a callback was told.</summary>
    internal IReadOnlyList<RealModeViolation>? End()
    {
        long now = GC.GetAllocatedBytesForCurrentThread();
        Level level = _levels.Pop();
        long bytes = now - level.AllocatedBytes - (_ignoredBytes - level.IgnoredBytes);
        if (level.Options.Allocation && bytes > 0 && _suspensions == 0 && !IsIgnored(level))
            Add(level.Options, RealModeViolationKind.Allocation, $"{bytes} bytes of managed memory");
        if (level.Listener is { } listener)
        {
            foreach (string contention in listener.Finish())
                Add(level.Options, RealModeViolationKind.Contention, contention);
        }

        List<RealModeViolation>? own = null;
        if (_violations.Count > level.Violations)
        {
            own = _violations.GetRange(level.Violations, _violations.Count - level.Violations);
            _violations.RemoveRange(level.Violations, own.Count);
        }

        // What an inner scope has reported, and what closing it allocates, does not count for the outer one.
        _ignoredBytes += GC.GetAllocatedBytesForCurrentThread() - now + Math.Max(bytes, 0);
        return level.Options.OnViolation is null ? own : null;
    }

    internal void Suspend()
    {
        if (_suspensions++ == 0)
            _suspendedAt = GC.GetAllocatedBytesForCurrentThread();
    }

    internal void Resume()
    {
        if (--_suspensions == 0)
            _ignoredBytes += GC.GetAllocatedBytesForCurrentThread() - _suspendedAt;
    }

    // The runtime allocates when it compiles. A background collection, near its end, retires the thread's allocation context and counts the
    // rest of it as allocated. The pause duration shows whether one has ended since; a full collection, which waits for a running one,
    // shows whether one was in progress.
    private static bool IsIgnored(Level level)
    {
        if (level.Options.ForgiveCompilation && JitInfo.GetCompiledMethodCount(currentThread: true) != level.CompiledMethods)
            return true;
        if (GC.GetTotalPauseDuration() != level.Paused)
            return true;
        long background = GC.GetGCMemoryInfo(GCKind.Background).Index;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return GC.GetGCMemoryInfo(GCKind.Background).Index != background;
    }

    private void Add(RealModeScopeOptions options, RealModeViolationKind kind, string what)
    {
        var violation = new RealModeViolation(kind, what, Environment.StackTrace);
        if (options.Deduplicate && _violations.Contains(violation))
            return;
        _violations.Add(violation);
        options.OnViolation?.Invoke(violation);
    }

    /// <summary>One open scope, with the counters as they were when it was opened.</summary>
    private readonly record struct Level(
        RealModeScopeOptions Options, ContentionListener? Listener, int Violations, long IgnoredBytes,
        long CompiledMethods, TimeSpan Paused, long AllocatedBytes);
}
