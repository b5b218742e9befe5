// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using Kernel.Cli.Output;
using Kernel.SideBySide;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Site;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv sidebyside</c>: lays the original and the port beside each other.</summary>
internal static class SideBySideCommand
{
    private const string DefaultFolder = "sidebyside";

    /// <summary>Describes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> linux = new("--linux")
        {
            Description = "A git repository of Linux, whose objects are read and which is not touched, or an unpacked tree; without it, the C# column and the citations alone",
            HelpName = "PATH",
        };
        Option<string?> commit = new("--commit")
        {
            Description = "Which commit of the repository; the default is the one that the port follows",
            HelpName = "SHA",
        };
        Option<string?> function = new("--function") { Description = "Show this function here, in two columns, and write no site", HelpName = "NAME" };
        Option<string?> folder = new("--out") { Description = $"Where the site goes: a new folder, an empty one, or an earlier site's; the default is {DefaultFolder}", HelpName = "DIR" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("sidebyside", "Lays the original and the port beside each other, statement by statement: as a site, or one function here.")
        {
            linux, commit, function, folder, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                foreach (Option<string?> option in new[] { linux, commit, function, folder })
                {
                    if (parsed.GetValue(option) is "")
                        throw new UsageException($"{option.Name}: is empty; expected {option.HelpName}.");
                }
                if (parsed.GetValue(commit) is { } sha && parsed.GetValue(linux) is null)
                    throw new UsageException($"--commit {sha}: names a commit of a repository; expected --linux too.");
                if (parsed.GetValue(function) is not null && parsed.GetValue(folder) is { } both)
                    throw new UsageException($"--out {both}: --function writes no site; expected one of the two.");
                using ILinuxTree? tree = parsed.GetValue(linux) is { } path ? LinuxTree.Open(path, parsed.GetValue(commit)) : null;
                return parsed.GetValue(function) is { } name
                    ? ShowFunction(terminal, tree, name, parsed.GetValue(json))
                    : WriteSite(terminal, tree, parsed.GetValue(folder) ?? DefaultFolder, parsed.GetValue(json), cancellation);
            },
            cancellation));
        return command;
    }

    private static int WriteSite(Terminal terminal, ILinuxTree? tree, string folder, bool isJson, CancellationToken cancellation)
    {
        if (!SiteFolder.IsFree(folder))
            throw new UsageException($"--out {folder}: holds something that is no site; expected a new folder, an empty one, or an earlier site's.");
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
        SiteFolder.Write(folder, SiteBuilder.Build(comparison));
        if (isJson)
            SideBySideJson.Write(terminal.Out, comparison, folder);
        else
            SideBySidePrinter.Print(terminal, comparison, folder);
        return comparison.Mismatches.Any() ? ExitCodes.Mismatch : ExitCodes.Done;
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
        return Comparison.MismatchesOf(found).Any() ? ExitCodes.Mismatch : ExitCodes.Done;
    }

    private static string NoSuchFunction(string name)
    {
        List<string> near = [.. PortZone.Ported.Select(function => function.Name).Where(known => known.Contains(name, StringComparison.OrdinalIgnoreCase)).Distinct().Take(8)];
        string hint = near.Count == 0 ? "expected the name of a ported function, such as kvmppc_h_enter" : $"there are {string.Join(", ", near)}";
        return $"--function {name}: no ported function has this name; {hint}.";
    }
}
