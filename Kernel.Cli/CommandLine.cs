// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Kernel.Cli.Commands;
using Kernel.Cli.Output;
using Kernel.Files;
using Kernel.Recordings;
using Kernel.Recordings.Vectors;
using Kernel.SideBySide.Original;

namespace Kernel.Cli;

/// <summary>The command <c>kvmhv</c>.</summary>
internal static class CommandLine
{
    private const string Description =
        "An executable port of the memory half of Linux KVM for 64-bit PowerPC (Book3S-HV). Runs guests on the port, replays recorded "
        + "hypercalls of real guests, shows the defects of the original, and decodes hashed page tables.";

    private const string Examples =
        """
          kvmhv run late-mapping              run a guest and print what happens
          kvmhv replay                        replay the recorded boot that comes with the command
          kvmhv replay boot.csv.gz --json     replay a recording, print the result as JSON
          kvmhv hpt table.hpt.gz --valid      decode a hashed page table
          kvmhv vectors *.jsonl.gz            check the port against the original C
          kvmhv errata show E01               show a defect of the original, as written and corrected
          kvmhv sidebyside --linux ~/linux    compare the C and the port, side by side
        """;

    /// <summary>Runs a command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        try
        {
            int exitCode = Invoke(arguments, terminal);
            terminal.Out.Flush();
            return exitCode;
        }
        catch (Exception exception)
        {
            try
            {
                terminal.Out.Flush();
            }
            catch (Exception later) when (FileException.IsAboutAFile(later))
            {
                // It may be the very output that fails.
            }
            return Report(terminal, exception);
        }
    }

    private static int Invoke(IReadOnlyList<string> arguments, Terminal terminal)
    {
        ParseResult parsed = CreateRoot(terminal).Parse(arguments);
        if (UnknownOption(parsed) is { } option)
            throw new UsageException($"{option}: no such option. {HintAt(parsed)}");
        if (parsed.Errors.Count != 0)
            throw new UsageException($"{FirstError(parsed)} {HintAt(parsed)}");
        InvocationConfiguration configuration = new()
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        return parsed.InvokeAsync(configuration).GetAwaiter().GetResult();
    }

    private static int Report(Terminal terminal, Exception exception)
    {
        (int exitCode, string? message) = exception switch
        {
            OperationCanceledException => (ExitCodes.Interrupted, "interrupted"),
            FileException { Fault: FileFault.NobodyReads, Name: StandardOutput.Name } => (ExitCodes.NobodyReads, null),
            FileException { Fault: FileFault.Exists } file =>
                (ExitCodes.Error, $"{file.Name}: exists; expected a new file, or --force to replace it."),
            _ when IsAboutTheInput(exception) => (ExitCodes.Error, exception.Message),
            _ => (ExitCodes.InternalError, $"internal error: {exception.GetType().Name}: {exception.Message}"),
        };
        try
        {
            if (message is not null)
                terminal.Error.WriteLine("kvmhv: " + OneLine(message));
        }
        catch (Exception later) when (FileException.IsAboutAFile(later))
        {
            // The standard error is closed: the exit code says what can be said.
        }
        return exitCode;
    }

    /// <summary>Creates the command with its subcommands.</summary>
    internal static RootCommand CreateRoot(Terminal terminal)
    {
        RootCommand root = new(Description)
        {
            RunCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            VectorsCommand.Create(terminal),
            ErrataCommand.Create(terminal),
            HptCommand.Create(terminal),
            LayoutCommand.Create(terminal),
            SideBySideCommand.Create(terminal),
            ConvertCommand.Create(terminal),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root.WithExamples(Examples);
    }

    /// <summary>Whether an exception reports a problem with the input, not an error in this program.</summary>
    private static bool IsAboutTheInput(Exception exception) => exception
        is RecordingFormatException or VectorFormatException or LinuxTreeException or UsageException
        or IOException or UnauthorizedAccessException;

    /// <summary>
    /// The first argument that looks like an option and that no option took. One that follows <c>--</c> may be a file of that name.
    /// </summary>
    private static string? UnknownOption(ParseResult parsed) => parsed.Action is HelpWithExamples
        ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .FirstOrDefault(value => value.Length > 1 && value[0] == '-' && !File.Exists(value));

    /// <summary>The error to report: the one about an unknown word, if there is one, rather than the one about what is missing.</summary>
    private static string FirstError(ParseResult parsed)
    {
        string? unknown = parsed.UnmatchedTokens.Count == 0 ? null : parsed.UnmatchedTokens[0];
        ParseError? aboutUnknown = parsed.Errors.FirstOrDefault(
            error => unknown is not null && error.Message.Contains(unknown, StringComparison.Ordinal));
        return (aboutUnknown ?? parsed.Errors[0]).Message;
    }

    private static string HintAt(ParseResult parsed) => $"Try 'kvmhv {WordsOf(parsed.CommandResult.Command)}--help'.";

    // The words that name a subcommand, each followed by a blank: "errata show ".
    private static string WordsOf(Command command) =>
        command is RootCommand ? "" : command.Parents.OfType<Command>().Select(WordsOf).FirstOrDefault("") + command.Name + " ";

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
