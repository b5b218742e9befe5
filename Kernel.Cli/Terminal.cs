// SPDX-License-Identifier: GPL-2.0-only
using Spectre.Console;

namespace Kernel.Cli;

/// <summary>The output streams of a command.</summary>
/// <param name="Out">The result.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="OutIsTerminal">Whether the result may be coloured.</param>
/// <param name="ErrorIsTerminal">Whether progress may be shown.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool OutIsTerminal, bool ErrorIsTerminal)
{
    private const int MaxLineLength = 400;          // in files

    /// <summary>The standard streams of the process.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>A console that writes to <see cref="Out"/>, in colour only on a terminal.</summary>
    public IAnsiConsole CreateConsole()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Out),
            Ansi = OutIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = OutIsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!OutIsTerminal)
            console.Profile.Width = MaxLineLength;
        return console;
    }
}
