// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Globalization;
using Kernel.Cli.Output;
using Kernel.Recordings.Formats;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv convert</c>: turns one form of a recording into another.</summary>
internal static class ConvertCommand
{
    private const string Examples =
        """
          kvmhv convert boot.csv.gz boot.kvmhv              keeps the final table boot.hpt.gz, if it is there
          kvmhv convert le-small le-small.csv               write an embedded recording as text
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
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "convert", "Turns a recording into the compact form or into CSV. Nothing is lost; only a final table has no place in a CSV.")
        {
            input, output, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(terminal, parsed.GetValue(input)!, parsed.GetValue(output)!, parsed.GetValue(json), cancellation), cancellation));
        return command.WithExamples(Examples);
    }

    private static int Run(Terminal terminal, string input, string output, bool isJson, CancellationToken cancellation)
    {
        long records = Convert(terminal, input, output, cancellation);
        long bytes = new FileInfo(output).Length;
        if (isJson)
            JsonOutput.Write(terminal.Out, new { File = output, Records = records, Bytes = bytes });
        else
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {records:N0} records, {bytes:N0} bytes"));
        return ExitCodes.Done;
    }

    /// <summary>
    /// Writes beside the output, under a name that nothing has, and gives the file its own name when it is whole: so the output may be the
    /// input, and what was there before stays when the work fails.
    /// </summary>
    private static long Convert(Terminal terminal, string input, string output, CancellationToken cancellation)
    {
        string partial = $"{output}.{Guid.NewGuid():N}.partial";
        bool isCreated = false;
        long records;
        try
        {
            using (RecordingReader reader = RecordingFiles.Open(input))
            using (FileStream file = Create(partial, output))
            using (ProgressLine progress = new(terminal, "converting " + reader.Recording.Name))
            {
                isCreated = true;
                records = RecordingConverter.Convert(
                    reader, file, RecordingFormats.FromName(output), new RecordProgress(reader, progress), cancellation);
            }
            File.Move(partial, output, overwrite: true);
        }
        catch
        {
            if (isCreated)
                File.Delete(partial);
            throw;
        }
        return records;
    }

    /// <summary>Creates the file that must not be there yet; an error names the one that the user knows.</summary>
    private static FileStream Create(string partial, string output)
    {
        try
        {
            return new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(exception.Message.Replace(partial, output, StringComparison.Ordinal), exception);
        }
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
