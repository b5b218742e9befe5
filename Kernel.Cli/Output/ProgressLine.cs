// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;

namespace Kernel.Cli.Output;

/// <summary>Shows progress on stderr, only on a terminal and only if the work takes more than a second.</summary>
internal sealed class ProgressLine(Terminal terminal, string what) : IProgress<double>, IDisposable
{
    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private TimeSpan _next = InitialDelay;
    private int _width;

    /// <inheritdoc/>
    public void Report(double value)
    {
        if (!terminal.ErrorIsTerminal || _time.Elapsed < _next)
            return;
        _next = _time.Elapsed + Interval;
        string line = string.Create(CultureInfo.InvariantCulture, $"{what}: {Math.Clamp(value, 0, 1):P0}");
        terminal.Error.Write("\r" + line.PadRight(_width));
        _width = Math.Max(_width, line.Length);
    }

    /// <summary>Erases the line.</summary>
    public void Dispose()
    {
        if (_width != 0)
            terminal.Error.Write("\r" + new string(' ', _width) + "\r");
    }
}
