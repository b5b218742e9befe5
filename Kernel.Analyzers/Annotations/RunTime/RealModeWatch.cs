// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.Runtime;

namespace Kernel;

/// <summary>What one thread's scopes keep.</summary>
internal sealed class RealModeWatch
{
    [ThreadStatic]
    private static RealModeWatch? _ofThread;

    private readonly Stack<Level> _levels = new();
    private readonly List<RealModeViolation> _violations = [];
    private long _forgiven;
    private long _suspendedAt;
    private int _suspensions;

    internal static RealModeWatch? OfThread => _ofThread;

    internal bool IsActive => _levels.Count > 0 && _suspensions == 0;

    internal IReadOnlyList<RealModeViolation> Violations => [.. _violations];

    internal static RealModeWatch Begin(RealModeScopeOptions options)
    {
        RealModeWatch watch = _ofThread ??= new RealModeWatch();
        watch.Suspend();        // what a scope itself needs is no finding of the one around it
        ContentionListener? listener = options.ContentionEvents ? new ContentionListener() : null;
        watch._levels.EnsureCapacity(watch._levels.Count + 1);
        watch.Resume();
        watch._levels.Push(new Level(options, listener, watch._violations.Count, watch._forgiven, JitInfo.GetCompiledMethodCount(currentThread: true), GC.GetTotalPauseDuration(), GC.GetAllocatedBytesForCurrentThread()));
        return watch;
    }

    internal void Add(RealModeViolationKind kind, string what)
    {
        Suspend();
        Add(_levels.Peek().Options, new RealModeViolation(kind, what, Environment.StackTrace));
        Resume();
    }

    /// <summary>Closes the innermost scope; gives what it has found and nobody was told.</summary>
    internal IReadOnlyList<RealModeViolation>? End()
    {
        long now = GC.GetAllocatedBytesForCurrentThread();
        Level level = _levels.Pop();
        long bytes = now - level.AllocatedBytes - (_forgiven - level.Forgiven);
        if (level.Options.Allocation && bytes > 0 && _suspensions == 0 && !IsForgiven(level))
            Add(level.Options, new RealModeViolation(RealModeViolationKind.Allocation, $"{bytes} bytes of managed memory", Environment.StackTrace));
        if (level.Listener is { } listener)
        {
            foreach (string contention in listener.Finish())
                Add(level.Options, new RealModeViolation(RealModeViolationKind.Contention, contention, Environment.StackTrace));
        }

        List<RealModeViolation>? own = null;
        if (_violations.Count > level.Violations)
        {
            own = _violations.GetRange(level.Violations, _violations.Count - level.Violations);
            _violations.RemoveRange(level.Violations, own.Count);
        }

        // What is found inside is not found again outside, nor is what it took to find it.
        _forgiven += GC.GetAllocatedBytesForCurrentThread() - now + Math.Max(bytes, 0);
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
            _forgiven += GC.GetAllocatedBytesForCurrentThread() - _suspendedAt;
    }

    // The runtime allocates to compile. And a collection in the background, towards its end, takes the thread's share of the heap away
    // and counts what was left of it as used. Whether one has ended since shows in the pauses; whether one is under way now shows when
    // a full one, which waits for it, is through.
    private static bool IsForgiven(Level level)
    {
        if (level.Options.ForgiveCompilation && JitInfo.GetCompiledMethodCount(currentThread: true) != level.CompiledMethods)
            return true;
        if (GC.GetTotalPauseDuration() != level.Paused)
            return true;
        long background = GC.GetGCMemoryInfo(GCKind.Background).Index;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return GC.GetGCMemoryInfo(GCKind.Background).Index != background;
    }

    private void Add(RealModeScopeOptions options, RealModeViolation violation)
    {
        if (options.Deduplicate && _violations.Contains(violation))
            return;
        _violations.Add(violation);
        options.OnViolation?.Invoke(violation);
    }

    private readonly record struct Level(RealModeScopeOptions Options, ContentionListener? Listener, int Violations, long Forgiven, long CompiledMethods, TimeSpan Paused, long AllocatedBytes);
}
