// SPDX-License-Identifier: GPL-2.0-only
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>Prints whole lines, in colour on a terminal.</summary>
internal sealed class LineConsole
{
    // A width that no line reaches: the terminal itself breaks the lines, and joins them again when it is made wider.
    private const int MaxLineLength = 400;

    private readonly Terminal _terminal;
    private readonly IAnsiConsole _console;

    /// <summary>Prints to a terminal.</summary>
    public LineConsole(Terminal terminal)
    {
        _terminal = terminal;
        _console = terminal.CreateConsole();
        _console.Profile.Width = MaxLineLength;
    }

    /// <summary>Prints a line.</summary>
    public void WriteLine(string line, Style style)
    {
        if (_terminal.OutIsTerminal)
            _console.Write(new Text(line + "\n", style));
        else
            _terminal.Out.WriteLine(line);
    }
}
