// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.Files;

namespace Kernel.Recordings.Replay;

/// <summary>
/// Writes how many pages are pinned as a replay goes on, as CSV with a heading: a line for the beginning, one for each hypercall that
/// pinned a page, one for the end. Each line also has the number of pages that the kernel before the ported commit would have pinned.
/// </summary>
internal sealed class PinnedPagesFile : IDisposable
{
    private readonly OutputFile _file;
    private readonly StreamWriter _writer;
    private readonly int _atRegistration;
    private long _hypercall;
    private int _pinned;

    /// <summary>Creates the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <param name="atRegistration">Pages that the kernel before pinned when the guest's memory was registered.</param>
    /// <exception cref="FileException">It cannot be written, or is there already.</exception>
    public PinnedPagesFile(string path, bool replace, int atRegistration)
    {
        _atRegistration = atRegistration;
        _file = OutputFile.Create(path, replace);
        _writer = new StreamWriter(_file.Stream) { NewLine = "\n" };
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

    /// <summary>Writes the last line, unless one was written for the last hypercall, and gives the file its name.</summary>
    /// <param name="hypercalls">Hypercalls in all.</param>
    public void End(long hypercalls)
    {
        if (hypercalls != _hypercall)
        {
            _hypercall = hypercalls;
            WriteLine();
        }
        _writer.Dispose();
        _file.Complete();
    }

    /// <summary>Closes the file. One that was not ended is deleted.</summary>
    public void Dispose() => _file.Dispose();

    private void WriteLine() => _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_hypercall},{_pinned},{_atRegistration}"));
}
