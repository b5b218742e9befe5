// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Kernel.Cli.Commands;

/// <summary>The examples of commands: set where a command is created, printed by <see cref="HelpWithExamples"/>.</summary>
internal static class CommandExamples
{
    private static readonly ConditionalWeakTable<Command, string> Texts = [];

    /// <summary>Gives a command the examples that its help ends with.</summary>
    /// <param name="command">The command.</param>
    /// <param name="examples">One example per line, indented by two blanks; an explanation may follow after three blanks or more.</param>
    /// <returns>The command.</returns>
    public static TCommand WithExamples<TCommand>(this TCommand command, string examples)
        where TCommand : Command
    {
        Texts.Add(command, examples);
        return command;
    }

    /// <summary>The examples of a command; null if it has none.</summary>
    public static string? Of(Command command) => Texts.TryGetValue(command, out string? examples) ? examples : null;
}
