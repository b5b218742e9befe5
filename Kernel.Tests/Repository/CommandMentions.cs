// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Text.RegularExpressions;

namespace Kernel.Tests.Repository;

/// <summary>Finds and checks mentions of the command <c>kvmhv</c> in a text.</summary>
internal static partial class CommandMentions
{
    /// <summary>The mentions in a piece of code: the words after the command's name.</summary>
    internal static IEnumerable<string> In(string code) => Mention().Matches(code).Select(match => match.Groups["arguments"].Value.Trim());

    /// <summary>The errors in the arguments of a mention, each as a sentence.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="root">The definition of the command.</param>
    internal static IEnumerable<string> ComplaintsAbout(string arguments, RootCommand root)
    {
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Command command = root;
        foreach (string name in words.TakeWhile(word => !word.StartsWith('-')))
        {
            if (command.Subcommands.Count == 0)
                break;                                  // the remaining words are arguments
            if (command.Subcommands.FirstOrDefault(candidate => candidate.Name == name) is not { } found)
            {
                yield return $"kvmhv {arguments}: there is no command {name}.";
                yield break;
            }
            command = found;
        }
        IEnumerable<Option> options =
            command == root ? root.Options : [.. command.Options, .. root.Options.Where(option => option.Recursive)];
        HashSet<string> names = [.. options.SelectMany(option => option.Aliases.Append(option.Name))];
        foreach (string option in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0]))
        {
            if (!names.Contains(option))
                yield return $"kvmhv {arguments}: there is no option {option}.";
        }
    }

    [GeneratedRegex("(?:(?<![\\w./-])kvmhv|--project Kernel\\.Cli --)(?<arguments>(?: +[\\w.,:*/=+-]+)*)")]
    private static partial Regex Mention();
}
