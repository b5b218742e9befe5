// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.Files;
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>The output streams of a command.</summary>
/// <param name="Out">The result. It may be buffered; the command line flushes it at the end.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="OutIsTerminal">Whether the result may be coloured.</param>
/// <param name="ErrorIsTerminal">Whether progress may be shown.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool OutIsTerminal, bool ErrorIsTerminal)
{
    private const int MaxLineLength = 400;          // in files
    private const int BufferChars = 1 << 14;

    /// <summary>The standard streams of the process.</summary>
    public static Terminal OfProcess() => new(
        Console.IsOutputRedirected ? OpenOutput() : Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

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

    // Not the console's writer: that goes on silently when nobody reads any more, and its errors do not name the standard output.
    private static StreamWriter OpenOutput()
    {
        Encoding encoding = Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(false) : Console.OutputEncoding;
        return new StreamWriter(StandardOutput.Open(), encoding, BufferChars);
    }
}
