// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Kernel.Recordings.Formats;

namespace Kernel.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>The option <c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON" };

    /// <summary>The option <c>--force</c>.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Replace files that exist" };

    /// <summary>An option whose value is a whole number.</summary>
    /// <param name="name">The name, with the dashes.</param>
    /// <param name="description">The description in the help.</param>
    /// <param name="min">The smallest value allowed.</param>
    /// <param name="max">The largest value allowed.</param>
    public static Option<long?> Number(string name, string description, long min, long max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
                return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text}: expected a number from {min} to {max}."));
            return null;
        },
    };

    /// <summary>An option whose value is one of a list of words.</summary>
    /// <param name="name">The name, with the dashes.</param>
    /// <param name="description">The description in the help.</param>
    /// <param name="values">The words allowed.</param>
    public static Option<string?> OneOf(string name, string description, params string[] values)
    {
        Option<string?> option = new(name) { Description = description, HelpName = string.Join('|', values) };
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !values.Contains(token.Value, StringComparer.Ordinal)))
                result.AddError($"{name} {token.Value}: expected {string.Join(" or ", values)}.");
        });
        return option;
    }

    /// <summary>Rejects values that cannot be the path of a file.</summary>
    public static void AcceptFilePaths(this Argument argument) => argument.Validators.Add(result => CheckFilePaths(result, argument.Name));

    /// <inheritdoc cref="AcceptFilePaths(Argument)"/>
    public static void AcceptFilePaths(this Option option) => option.Validators.Add(result => CheckFilePaths(result, option.Name));

    private static void CheckFilePaths(SymbolResult result, string name)
    {
        foreach (Token token in result.Tokens)
        {
            if (token.Value.Length == 0)
                result.AddError($"{name}: the path is empty; expected a file.");
            else if (Directory.Exists(token.Value) && !EmbeddedRecordings.Names.Contains(token.Value, StringComparer.Ordinal))
                result.AddError($"{name} {token.Value}: is a directory; expected a file.");
        }
    }
}
