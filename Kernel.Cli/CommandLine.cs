// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Kernel.Cli.Commands;
using Kernel.Recordings;
using Kernel.Recordings.Vectors;
using Kernel.SideBySide.Original;

namespace Kernel.Cli;

/// <summary>The command <c>kvmhv</c>.</summary>
internal static class CommandLine
{
    private const string Description =
        "An executable port of the memory half of Linux KVM for 64-bit PowerPC (Book3S-HV): runs guests on it, plays recorded hypercalls "
        + "of real ones, shows what was wrong with the original, and decodes hashed page tables.";

    /// <summary>Runs a command to its end.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        ParseResult parsed = CreateRoot(terminal).Parse(arguments);
        if (parsed.Errors.Count != 0)
            return Fail(terminal, $"{OneLine(FirstError(parsed))} Try 'kvmhv {Names(parsed)}--help'.");
        InvocationConfiguration configuration = new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return parsed.InvokeAsync(configuration).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("kvmhv: interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            return Fail(terminal, OneLine(exception.Message));
        }
        catch (Exception exception)
        {
            terminal.Error.WriteLine($"kvmhv: internal error: {exception.GetType().Name}: {OneLine(exception.Message)}");
            return ExitCodes.InternalError;
        }
    }

    /// <summary>Describes the command and its subcommands.</summary>
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
        return root;
    }

    /// <summary>Whether an exception says what is wrong with the input, and not with this program.</summary>
    private static bool IsForTheUser(Exception exception) => exception
        is RecordingFormatException or VectorFormatException or LinuxTreeException or IOException or UnauthorizedAccessException or UsageException;

    private static int Fail(Terminal terminal, string message)
    {
        terminal.Error.WriteLine("kvmhv: " + message);
        return ExitCodes.Error;
    }

    /// <summary>What is wrong with the arguments: rather a word that is not known than what is missing instead of it.</summary>
    private static string FirstError(ParseResult parsed)
    {
        string? unknown = parsed.UnmatchedTokens.Count == 0 ? null : parsed.UnmatchedTokens[0];
        ParseError? aboutIt = parsed.Errors.FirstOrDefault(error => unknown is not null && error.Message.Contains(unknown, StringComparison.Ordinal));
        return (aboutIt ?? parsed.Errors[0]).Message;
    }

    private static string Names(ParseResult parsed)
    {
        string path = PathOf(parsed.CommandResult.Command);
        return path.Length == 0 ? "" : path + " ";
    }

    /// <summary>The words that name a command, without the program's own: <c>errata show</c>.</summary>
    internal static string PathOf(Command command)
    {
        if (command is RootCommand)
            return "";
        string before = command.Parents.OfType<Command>().Select(PathOf).FirstOrDefault("");
        return before.Length == 0 ? command.Name : $"{before} {command.Name}";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
