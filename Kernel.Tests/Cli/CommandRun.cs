// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Cli;
using Kernel.Cli.Output;

namespace Kernel.Tests.Cli;

/// <summary>Runs <c>kvmhv</c> in this process, with output captured as if it went to files.</summary>
internal static class CommandRun
{
    /// <summary>Runs the command; returns its exit code, output and errors, with line feeds.</summary>
    public static (int Exit, string Output, string Error) Of(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exit = CommandLine.Run(arguments, new Terminal(output, error, OutIsTerminal: false, ErrorIsTerminal: false));
        return (exit, output.ToString(), error.ToString());
    }
}
