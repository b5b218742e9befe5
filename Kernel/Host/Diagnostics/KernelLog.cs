// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;

namespace Kernel.Host.Diagnostics;

/// <summary>What <c>printk</c> wrote. A ring, as in Linux: the oldest lines give way when it is full.</summary>
public sealed class KernelLog
{
    /// <summary>Lines that the ring holds.</summary>
    public const int Capacity = 4096;

    private readonly BriefLock _gate = new();
    private readonly Queue<KernelLogEntry> _entries = new();

    /// <summary>The lines that are held now, oldest first.</summary>
    public IReadOnlyList<KernelLogEntry> Entries
    {
        get
        {
            using (_gate.Hold())
                return [.. _entries];
        }
    }

    /// <summary>Adds a line.</summary>
    [Atomic]
    internal void Write(KernelLogLevel level, string message)
    {
        using (_gate.Hold())
        {
            if (_entries.Count == Capacity)
                _entries.Dequeue();
            _entries.Enqueue(new KernelLogEntry(level, message.TrimEnd('\n')));
        }
    }
}
