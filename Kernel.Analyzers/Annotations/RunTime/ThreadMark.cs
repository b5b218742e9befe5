// SPDX-License-Identifier: MIT
using System.Diagnostics.Tracing;

namespace Kernel;

/// <summary>Finds the number of this thread in runtime events, by writing an event and reading it.</summary>
[EventSource(Name = "Kernel-RealModeScope")]
internal sealed class ThreadMark : EventSource
{
    private static readonly ThreadMark Source = new();

    internal static long OfThisThread()
    {
        using var reader = new Reader();
        reader.EnableEvents(Source, EventLevel.LogAlways);
        Source.Mark();
        return reader.Thread;
    }

    [Event(1)]
    private void Mark() => WriteEvent(1);

    private sealed class Reader : EventListener
    {
        internal long Thread { get; private set; }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Thread = eventData.OSThreadId;
    }
}
