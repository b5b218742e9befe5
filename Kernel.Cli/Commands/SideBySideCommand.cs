// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using Kernel.Cli.Output;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Site;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv sidebyside</c>: compares the original and the port, side by side.</summary>
internal static class SideBySideCommand
{
    private const string Description =
        "Shows the original and the port side by side, statement by statement: as a site, or one function in the terminal.";
    private const string DefaultFolder = "sidebyside";
    private const int MaxSuggestions = 8;

    private const string Examples =
        """
          kvmhv sidebyside --linux ~/linux                               write a site of the C and the port to ./sidebyside
          kvmhv sidebyside --linux linux-3.4 --out site                  from an unpacked tree
          kvmhv sidebyside --linux ~/linux --function kvmppc_h_enter     print one function
          kvmhv sidebyside --json                                        without the C: print the figures of the inventory
        """;

    /// <summary>Creates the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> linux = new("--linux")
        {
            Description = "A git repository of Linux, which is only read, or an unpacked tree; "
                + "without it, only the C# column and the citations are shown",
            HelpName = "PATH",
        };
        Option<string?> commit = new("--commit")
        {
            Description = "The commit of the repository; the default is the one that the port follows",
            HelpName = "SHA",
        };
        Option<string?> function = new("--function")
        {
            Description = "Print this function in two columns instead of writing a site",
            HelpName = "NAME",
        };
        Option<string?> folder = new("--out")
        {
            Description = $"The folder for the site: a new one, an empty one, or that of an earlier site; the default is {DefaultFolder}",
            HelpName = "DIR",
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new("sidebyside", Description) { linux, commit, function, folder, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                foreach (Option<string?> option in new[] { linux, commit, function, folder })
                {
                    if (parsed.GetValue(option) is "")
                        throw new UsageException($"{option.Name}: empty; expected {option.HelpName}.");
                }
                if (parsed.GetValue(commit) is { } sha && parsed.GetValue(linux) is null)
                    throw new UsageException($"--commit {sha}: no repository was given; expected --linux too.");
                if (parsed.GetValue(function) is not null && parsed.GetValue(folder) is { } unused)
                    throw new UsageException($"--out {unused}: --function does not write a site; expected one of the two options.");
                using ILinuxTree? tree = parsed.GetValue(linux) is { } path ? LinuxTree.Open(path, parsed.GetValue(commit)) : null;
                return parsed.GetValue(function) is { } name
                    ? ShowFunction(terminal, tree, name, parsed.GetValue(json))
                    : WriteSite(terminal, tree, parsed.GetValue(folder) ?? DefaultFolder, parsed.GetValue(json), cancellation);
            },
            cancellation));
        return command.WithExamples(Examples);
    }

    private static int WriteSite(Terminal terminal, ILinuxTree? tree, string folder, bool isJson, CancellationToken cancellation)
    {
        if (!ComparisonSite.IsFree(folder))
        {
            throw new UsageException(
                $"--out {folder}: has files other than those of a site; expected a new folder, an empty one, or that of an earlier site.");
        }
        Comparison comparison;
        using (ProgressLine progress = new(terminal, "aligning"))
        {
            int done = 0;
            comparison = Comparison.Of(tree, _ =>
            {
                cancellation.ThrowIfCancellationRequested();
                progress.Report((double)++done / PortZone.Files.Count);
            });
        }
        ComparisonSite.Write(folder, comparison);
        if (isJson)
            SideBySideJson.Write(terminal.Out, comparison, folder);
        else
            SideBySidePrinter.Print(terminal, comparison, folder);
        return comparison.Mismatches.Any() || comparison.Unmarked.Any() ? ExitCodes.Mismatch : ExitCodes.Done;
    }

    private static int ShowFunction(Terminal terminal, ILinuxTree? tree, string name, bool isJson)
    {
        List<FunctionComparison> found = [.. Comparison.OfFunction(tree, name)];
        if (found.Count == 0)
            throw new UsageException(NoSuchFunction(name));
        if (isJson)
            SideBySideJson.Write(terminal.Out, found);
        else
            found.ForEach(function => SideBySidePrinter.Print(terminal, function));
        return Comparison.MismatchesOf(found).Any() || Comparison.UnmarkedOf(found).Any() ? ExitCodes.Mismatch : ExitCodes.Done;
    }

    private static string NoSuchFunction(string name)
    {
        List<string> similar =
        [
            .. PortZone.Ported.Select(function => function.Name)
                .Where(known => known.Contains(name, StringComparison.OrdinalIgnoreCase)).Distinct().Take(MaxSuggestions),
        ];
        string hint = similar.Count == 0
            ? "expected the name of a ported function, such as kvmppc_h_enter"
            : $"similar names: {string.Join(", ", similar)}";
        return $"--function {name}: no ported function has this name; {hint}.";
    }
}
