// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using Kernel.Cli.Output;
using Kernel.Errata;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Formats;
using Kernel.Recordings.Replay;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv replay</c>: plays a recording.</summary>
internal static class ReplayCommand
{
    private const string Examples =
        """
          kvmhv replay                                      the little-endian boot
          kvmhv replay be-small                             the big-endian boot
          kvmhv replay boot.csv.gz                          your own recording; its final table is boot.hpt.gz beside it
          kvmhv replay boot.csv.gz --run-vcpus              run each vcpu on a thread of its own, and make the calls from its guest
          kvmhv replay --errata E13                         with one defect of the original as written
          kvmhv replay --stop-at 5000 --dump table.txt      write the table as it is after record 5000
          kvmhv replay be-small --pins pins.csv             write how many pages are pinned after each hypercall
        """;

    /// <summary>Describes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("FILE")
        {
            Description = "A recording (.kvmhv, .csv, .csv.gz), or le-small or be-small, which come with the command",
            DefaultValueFactory = _ => EmbeddedRecordings.LittleEndianSmall,
        };
        file.AcceptFilePaths();
        Option<bool> json = CommonOptions.Json();
        Option<bool> asWritten = new("--as-written") { Description = "Every defect of the original as it was written" };
        Option<string?> errata = new("--errata")
        {
            Description = "These defects as they were written, all others corrected: E01,E13",
            HelpName = "LIST",
        };
        Option<bool> runVcpus = new("--run-vcpus")
        {
            Description = "Run each virtual processor on a thread of its own, through KVM_RUN, and make the calls from inside the guests",
        };
        Option<long?> stopAt = CommonOptions.Number("--stop-at", "Stop after the record of this number", 1, long.MaxValue);
        Option<string?> dump = new("--dump")
        {
            Description = "Write the table at the end: raw, or the kernel's lines (.txt); .gz compresses",
            HelpName = "FILE",
        };
        dump.AcceptFilePaths();
        Option<string?> finalTable = new("--final-table")
        {
            Description = "The table that the recording should end with, instead of its own",
            HelpName = "FILE",
        };
        finalTable.AcceptFilePaths();
        Option<string?> pins = new("--pins")
        {
            Description = "Write how many pages are pinned after which hypercall, as CSV",
            HelpName = "FILE",
        };
        pins.AcceptFilePaths();
        Option<bool> force = CommonOptions.Force();
        Command command = new(
            "replay", "Plays the recorded hypercalls of a guest, and compares every answer and the table with the recording.")
        {
            file, json, asWritten, errata, runVcpus, stopAt, dump, finalTable, pins, force,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                ReplayOptions options = new()
                {
                    Errata = ChooseErrata(parsed.GetValue(asWritten), parsed.GetValue(errata)),
                    RunsVcpus = parsed.GetValue(runVcpus),
                    StopAt = parsed.GetValue(stopAt),
                    DumpPath = parsed.GetValue(dump),
                    PinsPath = parsed.GetValue(pins),
                    ReplacesFiles = parsed.GetValue(force),
                };
                return Run(terminal, parsed.GetValue(file)!, options, parsed.GetValue(finalTable), parsed.GetValue(json), cancellation);
            },
            cancellation));
        return command.WithExamples(Examples);
    }

    private static int Run(
        Terminal terminal, string name, ReplayOptions options, string? finalTable, bool isJson, CancellationToken cancellation)
    {
        ReplayReport report;
        using (RecordingReader reader = RecordingFiles.Open(name))
        using (ProgressLine progress = new(terminal, "replaying " + reader.Recording.Name))
        {
            if (finalTable is not null)
                options = options with { FinalTable = ReadTable(finalTable, reader.Recording.Order) };
            report = Replay(reader, options, progress, cancellation);
        }
        if (isJson)
            JsonOutput.Write(terminal.Out, report);
        else
            ReplayReportPrinter.Print(terminal.CreateConsole(), report);
        return report.IsMatch ? ExitCodes.Done : ExitCodes.Mismatch;
    }

    private static HptImage ReadTable(string path, int order)
    {
        using HptDumpReader table = HptDumpReader.Open(path);
        return table.ReadImage(order);
    }

    private static ReplayReport Replay(RecordingReader reader, ReplayOptions options, ProgressLine progress, CancellationToken cancellation)
    {
        try
        {
            return Replayer.Replay(reader, options, progress, cancellation);
        }
        catch (NotSupportedException exception)
        {
            throw new UsageException($"{reader.FileName}: {exception.Message}");
        }
    }

    private static ErrataSet ChooseErrata(bool asWritten, string? list)
    {
        if (asWritten && list is not null)
            throw new UsageException("--as-written and --errata exclude each other.");
        if (list is null)
            return asWritten ? ErrataSet.AsWritten : ErrataSet.Corrected;
        if (list.AsSpan().Trim(" ,").IsEmpty)
            throw new UsageException("--errata: the list is empty; expected errata, as in E01,E13.");
        try
        {
            return ErrataSet.Parse(list);
        }
        catch (FormatException exception)
        {
            throw new UsageException("--errata: " + exception.Message);
        }
    }
}
