// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Recordings.Replay;

/// <summary>
/// Writes how many pages are pinned as a replay goes on, as CSV with a heading: a line for the beginning, one for each hypercall that
/// pinned a page, one for the end. Each line also has the number of pages that the kernel before the ported commit would have pinned.
/// </summary>
internal sealed class PinnedPagesFile : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly int _atRegistration;
    private long _hypercall;
    private int _pinned;

    /// <summary>Creates the file, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="atRegistration">Pages that the kernel before pinned when the guest's memory was registered.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public PinnedPagesFile(string path, int atRegistration)
    {
        _atRegistration = atRegistration;
        _writer = new StreamWriter(path) { NewLine = "\n" };
        _writer.WriteLine("hypercall,whenNeeded,atRegistration");
        WriteLine();
    }

    /// <summary>Records how many pages are pinned after a hypercall.</summary>
    /// <param name="hypercall">Its number; the first is 1.</param>
    /// <param name="pinned">Pages of 16 MB pinned after it.</param>
    public void Add(long hypercall, int pinned)
    {
        bool hasChanged = pinned != _pinned;
        (_hypercall, _pinned) = (hypercall, pinned);
        if (hasChanged)
            WriteLine();
    }

    /// <summary>Writes the last line, unless one was written for the last hypercall.</summary>
    /// <param name="hypercalls">Hypercalls in all.</param>
    public void End(long hypercalls)
    {
        if (hypercalls == _hypercall)
            return;
        _hypercall = hypercalls;
        WriteLine();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void WriteLine() => _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_hypercall},{_pinned},{_atRegistration}"));
}
