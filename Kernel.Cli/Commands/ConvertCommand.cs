// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Globalization;
using Kernel.Cli.Output;
using Kernel.Files;
using Kernel.Recordings.Formats;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv convert</c>: turns one form of a recording into another.</summary>
internal static class ConvertCommand
{
    private const string Examples =
        """
          kvmhv convert boot.csv.gz boot.kvmhv              keeps the final table boot.hpt.gz, if it is there
          kvmhv convert le-small le-small.csv               write an embedded recording as text
          kvmhv convert boot.kvmhv boot.kvmhv --force       replace a file that exists
          kvmhv convert le-small /dev/stdout                write to the standard output; devices and pipes are written through
        """;

    /// <summary>Describes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> input = new("IN")
        {
            Description = "A recording (.kvmhv, .csv, .csv.gz), or the name of one that comes with the command",
        };
        input.AcceptFilePaths();
        Argument<string> output = new("OUT") { Description = "The new file; its ending says its form: .kvmhv, .csv or .csv.gz" };
        output.AcceptFilePaths();
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "convert", "Turns a recording into the compact form or into CSV. Nothing is lost; only a final table has no place in a CSV.")
        {
            input, output, force, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                terminal, parsed.GetValue(input)!, parsed.GetValue(output)!, parsed.GetValue(force), parsed.GetValue(json), cancellation),
            cancellation));
        return command.WithExamples(Examples);
    }

    private static int Run(Terminal terminal, string input, string output, bool force, bool isJson, CancellationToken cancellation)
    {
        RecordingFormat format = RecordingFormats.FromName(output);
        using RecordingReader reader = RecordingFiles.Open(input);
        using OutputFile file = OutputFile.Create(output, force, seeks: format == RecordingFormat.Compact);
        long records;
        using (ProgressLine progress = new(terminal, "converting " + reader.Recording.Name))
            records = RecordingConverter.Convert(reader, file.Stream, format, new RecordProgress(reader, progress), cancellation);
        reader.Dispose();                               // the output may be the input, and Windows replaces no open file
        long bytes = file.Complete();
        TextWriter report = file.IsStandardOutput ? terminal.Error : terminal.Out;
        if (isJson)
            JsonOutput.Write(report, new { File = output, Records = records, Bytes = bytes });
        else
            report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {records:N0} records, {bytes:N0} bytes"));
        return ExitCodes.Done;
    }

    private sealed class RecordProgress(RecordingReader reader, IProgress<double> progress) : IProgress<long>
    {
        public void Report(long value)
        {
            if (reader.Progress is double part)
                progress.Report(part);
        }
    }
}
