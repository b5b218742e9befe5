// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Threading;

namespace Kernel;

/// <summary>Collects the runtime's events of contended locks on one thread.</summary>
internal sealed class ContentionListener : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Collections = (EventKeywords)0x1;
    private const EventKeywords Contention = (EventKeywords)0x4000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly List<string> _contentions = [];
    private readonly ManualResetEventSlim _hasAll = new();
    private readonly long _thread = ThreadMark.OfThisThread();
    private int _lastCollection = int.MaxValue;

    /// <summary>
    /// Stops listening and returns what was found. Events arrive in order, so all have arrived once the event of a collection that is
    /// forced now arrives.
    /// </summary>
    internal IReadOnlyList<string> Finish()
    {
        Volatile.Write(ref _lastCollection, GC.CollectionCount(0));
        GC.Collect(0);
        bool hasAll = _hasAll.Wait(MaxWait);
        Dispose();
        lock (_gate)
        {
            if (!hasAll)
                _contentions.Add($"unknown contention: the runtime's events did not arrive within {MaxWait.TotalSeconds} seconds");
            return [.. _contentions];
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime)
            EnableEvents(eventSource, EventLevel.Informational, Collections | Contention);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("ContentionStart", StringComparison.Ordinal) == true && eventData.OSThreadId == _thread)
        {
            string time = eventData.TimeStamp.ToString("O", CultureInfo.InvariantCulture);
            lock (_gate)
                _contentions.Add($"a contended lock ({eventData.EventName} at {time})");
        }
        else if (eventData.EventName?.StartsWith("GCStart", StringComparison.Ordinal) == true &&
            eventData.Payload is [uint count, ..] && count > Volatile.Read(ref _lastCollection))
        {
            _hasAll.Set();
        }
    }
}
