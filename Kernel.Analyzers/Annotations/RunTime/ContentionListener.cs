// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Threading;

namespace Kernel;

/// <summary>Listens to the runtime for locks that this thread had to wait for.</summary>
internal sealed class ContentionListener : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Collections = (EventKeywords)0x1;
    private const EventKeywords Contention = (EventKeywords)0x4000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly List<string> _contentions = [];
    private readonly ManualResetEventSlim _hasAll = new();
    private readonly long _thread = ThreadMark.OfThisThread();
    private int _lastCollection = int.MaxValue;

    /// <summary>
    /// Waits until everything up to now has arrived: events keep their order, so the event of a collection is the last of them.
    /// </summary>
    internal IReadOnlyList<string> Finish()
    {
        Volatile.Write(ref _lastCollection, GC.CollectionCount(0));
        GC.Collect(0);
        _hasAll.Wait(LongestWait);
        Dispose();
        lock (_gate)
            return [.. _contentions];
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
            lock (_gate)
                _contentions.Add(string.Create(CultureInfo.InvariantCulture, $"a contended lock ({eventData.EventName} at {eventData.TimeStamp:O})"));
        }
        else if (eventData.EventName?.StartsWith("GCStart", StringComparison.Ordinal) == true && eventData.Payload is [uint count, ..] && count > Volatile.Read(ref _lastCollection))
        {
            _hasAll.Set();
        }
    }
}
