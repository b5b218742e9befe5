// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using Kernel.Cli.Output;
using Kernel.Recordings.Vectors;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv vectors</c>: plays scenarios recorded from the original C.</summary>
internal static class VectorsCommand
{
    private const string Examples =
        """
          kvmhv vectors a.jsonl.gz b.jsonl.gz
          kvmhv vectors *.jsonl.gz --variant as-written --json
        """;

    /// <summary>Describes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = new("FILE") { Description = "Vector files (.jsonl, .jsonl.gz)", Arity = ArgumentArity.OneOrMore };
        files.AcceptFilePaths();
        Option<bool> json = CommonOptions.Json();
        Option<string?> variant = CommonOptions.OneOf(
            "--variant", "Only this variant of each file (default both)", "corrected", "as-written");
        Command command = new(
            "vectors", "Plays operations recorded from the original C, both variants of each file, and compares every result.")
        {
            files, json, variant,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
                Run(terminal, parsed.GetValue(files)!, Variants(parsed.GetValue(variant)), parsed.GetValue(json), cancellation),
            cancellation));
        return command.WithExamples(Examples);
    }

    private static VectorVariant[] Variants(string? name) => name switch
    {
        "corrected" => [VectorVariant.Corrected],
        "as-written" => [VectorVariant.AsWritten],
        _ => [VectorVariant.Corrected, VectorVariant.AsWritten],
    };

    private static int Run(Terminal terminal, string[] files, VectorVariant[] variants, bool isJson, CancellationToken cancellation)
    {
        List<VectorReport> reports = [];
        using (ProgressLine progress = new(terminal, "playing vectors"))
        {
            foreach (string file in files)
            {
                foreach (VectorVariant variant in variants)
                {
                    cancellation.ThrowIfCancellationRequested();
                    reports.Add(VectorPlayer.Play(file, variant));
                    progress.Report((double)reports.Count / (files.Length * variants.Length));
                }
            }
        }
        if (isJson)
            JsonOutput.Write(terminal.Out, reports);
        else
            VectorReportPrinter.Print(terminal.CreateConsole(), reports);
        return reports.TrueForAll(report => report.Mismatches == 0) ? ExitCodes.Done : ExitCodes.Mismatch;
    }
}
