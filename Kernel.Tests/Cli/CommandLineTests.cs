// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernel.Cli;
using Kernel.Cli.Commands;
using Kernel.Cli.Output;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Formats;
using Kernel.Tests.Recordings;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Cli;

[TestFixture]
[NonParallelizable]
public sealed class CommandLineTests : FolderFixture
{
    [Test]
    public void ReplayWithoutFilePlaysTheEmbeddedBoot()
    {
        (int exit, string output, string error) = Run("replay");
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(ExitCodes.Done));
            Assert.That(error, Is.Empty);
            Assert.That(
                output, Does.StartWith("le-small: 89,356 records").And.Contains("H_BULK_REMOVE").And.Contains("no unexplained difference"));
            Assert.That(output, Does.Not.Contain("\u001b"), "output to a file has no colours");
        });
    }

    [Test]
    public void ReplayPrintsTheSameFiguresAsJson()
    {
        (int exit, string output, _) = Run("replay", "be-small", "--stop-at", "2000", "--json");
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(document.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(2000));
        Assert.That(document.RootElement.GetProperty("pins").GetProperty("pinnedWhenNeeded").GetInt32(), Is.EqualTo(128));
        Assert.That(document.RootElement.GetProperty("verification").GetProperty("finalTable").GetString(), Is.EqualTo("notReached"));
    }

    [Test]
    public void AMismatchIsPrintedWithItsRecordAndExitsWithOne()
    {
        string[] lines = [.. new RecordedMachine(5, 600, usesMoreThanThePortKnows: false).Lines];
        int wrong = Array.FindIndex(lines, line => line.StartsWith('P') && line.EndsWith(",-7,", StringComparison.Ordinal));
        lines[wrong] = lines[wrong].Replace(",-7,", ",0,", StringComparison.Ordinal);
        (int exit, string output, string error) = Run("replay", Write("wrong.csv", RecordedMachine.Csv(lines)));
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(ExitCodes.Mismatch));
            Assert.That(
                output, Does.Contain($"mismatch at record {wrong + 1}: H_NOT_FOUND; recorded H_SUCCESS").And.Contains(lines[wrong]));
            Assert.That(error, Is.Empty);
        });
    }

    [Test]
    public void AReplayThatMeetsADefectAsWrittenExitsWithOne()
    {
        (int exit, string output, _) = Run("replay", "--as-written");
        Assert.That(exit, Is.EqualTo(ExitCodes.Mismatch));
        Assert.That(output, Does.Contain("H_RESOURCE; recorded H_SUCCESS"));
    }

    [TestCase(".csv")]
    [TestCase(".csv.gz")]
    [TestCase(".kvmhv")]
    public void ADamagedRecordingIsReportedInOneLineOnly(string ending)
    {
        byte[] csv = RecordedMachine.Csv(new RecordedMachine(5, 600, usesMoreThanThePortKnows: false).Lines);
        byte[] file = TinyRecording.ConvertedTo(RecordingFormats.FromName(ending), csv);
        string path = Write("cut" + ending, file[..(file.Length / 2)]);
        string converted = Path.Combine(Folder, "out.kvmhv");
        foreach (string[] arguments in new string[][] { ["replay", path], ["replay", path, "--json"], ["convert", path, converted] })
        {
            (int exit, string output, string error) = Run(arguments);
            Assert.That(exit, Is.EqualTo(ExitCodes.Error), string.Join(' ', arguments));
            Assert.That(output, Is.Empty);
            Assert.That(error, Does.StartWith("kvmhv: " + path + ": ").And.Contains("byte ").And.Contains("expected"));
            Assert.That(error.TrimEnd('\n').Contains('\n', StringComparison.Ordinal), Is.False, "the error is one line");
        }
        Assert.That(Directory.GetFiles(Folder), Has.Length.EqualTo(1), "no partial file is left");
    }

    [TestCase("Unrecognized command or argument 'nothing'", "nothing")]
    [TestCase("Required command", new string[0])]
    [TestCase("--nothing: no such option", "replay", "--nothing")]
    [TestCase("nothing: no such file; recordings that come with the command are be-small and le-small", "replay", "nothing")]
    [TestCase("exclude each other", "replay", "--as-written", "--errata", "E01")]
    [TestCase("'E99' is not an erratum", "replay", "--errata", "E99")]
    [TestCase("--stop-at x: expected a number", "replay", "--stop-at", "x")]
    [TestCase("--stop-at 0: expected a number", "replay", "--stop-at", "0")]
    [TestCase("--page-size 5: expected 4K or 64K or 16M", "hpt", "x", "--page-size", "5")]
    [TestCase("exclude each other", "hpt", "x", "--valid", "--invalid")]
    [TestCase("--vsid x: expected", "hpt", "x", "--vsid", "x")]
    [TestCase("--order 99: expected a number from 18 to 30", "hpt", "x", "--order", "99")]
    [TestCase("nothing.hpt: no such file; expected a file", "hpt", "nothing.hpt")]
    [TestCase("the recorded table has order 18", "replay", "TINY")]
    [TestCase("FILE: the path is empty; expected a file", "replay", "")]
    [TestCase("--dump: the path is empty; expected a file", "replay", "--dump", "")]
    [TestCase("--pins: the path is empty; expected a file", "replay", "--pins", "")]
    [TestCase("--final-table: the path is empty; expected a file", "replay", "--final-table", "")]
    [TestCase("FILE: the path is empty; expected a file", "hpt", "")]
    [TestCase("FILE: the path is empty; expected a file", "vectors", "TINY", "")]
    [TestCase("IN: the path is empty; expected a file", "convert", "", "x.csv")]
    [TestCase("OUT: the path is empty; expected a file", "convert", "le-small", "")]
    [TestCase("FILE .: is a directory; expected a file", "replay", ".")]
    [TestCase("FILE .: is a directory; expected a file", "hpt", ".")]
    [TestCase("OUT .: is a directory; expected a file", "convert", "le-small", ".")]
    [TestCase("nowhere/x.csv: no such folder; expected", "convert", "le-small", "nowhere/x.csv")]
    [TestCase("--typo: no such option", "hpt", "--typo")]
    [TestCase("--typo: no such option", "vectors", "--typo")]
    [TestCase("--typo: no such option", "convert", "--typo", "x.csv")]
    [TestCase("--typo: no such option", "layout", "--typo")]
    [TestCase("TINY: exists; expected a new file, or --force to replace it", "convert", "le-small", "TINY")]
    [TestCase("TINY: exists; expected a new file, or --force to replace it", "replay", "--dump", "TINY")]
    [TestCase("TINY: exists; expected a new file, or --force to replace it", "replay", "--pins", "TINY")]
    [TestCase("TINY/x.csv: ", "convert", "le-small", "TINY/x.csv")]
    [TestCase("--errata: the list is empty", "replay", "--errata", "")]
    [TestCase("--errata: the list is empty", "replay", "--errata", " , ")]
    [TestCase("--variant both: expected corrected or as-written", "vectors", "TINY", "--variant", "both")]
    [TestCase("line 1, byte 0: found '#'; expected the index", "hpt", "TINY")]
    [TestCase("nothing: no such example; expected late-mapping, rmo-ppc970, eight-vcpus", "run", "nothing")]
    [TestCase("--nothing: no such option", "run", "--nothing")]
    [TestCase("more", "run", "late-mapping", "more")]
    [TestCase("E99: no such erratum; expected E01 to E72", "errata", "show", "E99")]
    [TestCase("e01: no such erratum; expected E01 to E72", "errata", "show", "E01", "e01")]
    [TestCase("--nothing: no such option", "errata", "show", "--nothing")]
    [TestCase("Neither a NUMBER nor --all was given; expected E01 to E72", "errata", "show")]
    [TestCase("exclude each other", "errata", "show", "E01", "--all")]
    [TestCase("'nothing'. Try 'kvmhv errata --help'", "errata", "nothing")]
    [TestCase("Required argument", "vectors")]
    [TestCase("nothing.jsonl: no such file; expected a file", "vectors", "nothing.jsonl")]
    public void WrongUsageIsReportedInOneLineWithTheExpectation(string problem, params string[] arguments)
    {
        string tiny = Write("tiny.csv", TinyRecording.Csv);
        (int exit, string output, string error) = Run([.. arguments.Select(WithFile)]);
        Assert.That(exit, Is.EqualTo(ExitCodes.Error));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.StartWith("kvmhv: ").And.Contains(WithFile(problem)).IgnoreCase.And.EndsWith("\n"));
        Assert.That(error.TrimEnd('\n').Contains('\n', StringComparison.Ordinal), Is.False, "the error is one line");
        Assert.That(File.ReadAllBytes(tiny), Is.EqualTo(TinyRecording.Csv), "the file is as it was");
        Assert.That(Directory.GetFileSystemEntries(Folder), Has.Length.EqualTo(1), "no other file appears");

        string WithFile(string text) => text.Replace("TINY", tiny, StringComparison.Ordinal);
    }

    [Test]
    public void AnInternalErrorIsOneLineAndHasItsOwnExitCode()
    {
        using FaultyWriter output = new();
        using StringWriter error = new() { NewLine = "\n" };
        int exit = CommandLine.Run(
            ["hpt", Write("one.txt", "1 1 2 3\n"u8.ToArray())], new Terminal(output, error, OutIsTerminal: false, ErrorIsTerminal: false));
        Assert.That(exit, Is.EqualTo(ExitCodes.InternalError));
        Assert.That(error.ToString(), Is.EqualTo("kvmhv: internal error: InvalidOperationException: out of order\n"));
    }

    [TestCase("run")]
    [TestCase("replay")]
    [TestCase("vectors")]
    [TestCase("hpt")]
    [TestCase("convert")]
    [TestCase("errata")]
    [TestCase("errata show")]
    [TestCase("")]
    public void TheHelpOfACommandHasExamples(string command)
    {
        (int exit, string output, string error) = Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(error, Is.Empty);
        Assert.That(
            output, Does.Contain("Usage:").And.Contains("Examples:").And.Contains("kvmhv " + command).And.Contains("Exit codes: 0 done"));
    }

    [Test]
    public void ARecordingSurvivesConversionThereAndBack()
    {
        string csv = Write("tiny.csv", TinyRecording.Csv);
        WriteTable("tiny.hpt.gz", 18, new IndexedHptEntry(3, new HptEntry(1, 2), 2));
        string compact = Path.Combine(Folder, "tiny.kvmhv");
        string back = Path.Combine(Folder, "back.csv.gz");
        Assert.That(Run("convert", csv, compact).Exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(Run("convert", compact, back, "--json").Output, Does.Contain("\"records\": 23"));
        Assert.That(
            TinyRecording.ReadAll(File.ReadAllBytes(back), RecordingFormat.CsvGzip),
            Is.EqualTo(TinyRecording.ReadAll(TinyRecording.Csv, RecordingFormat.Csv)));
        using RecordingReader reader = RecordingReader.Open(compact);
        TraceRecord record = new();
        while (reader.Read(record))
        {
        }
        Assert.That(reader.ReadFinalTable()![3], Is.EqualTo(new HptEntry(1, 2)), "the final table beside the CSV is converted, too");
    }

    [Test]
    public void ConvertChangesOnlyItsOutputFile()
    {
        string input = Write("tiny.kvmhv.partial", TinyRecording.Compact);
        Assert.That(Run("convert", input, Path.Combine(Folder, "tiny.kvmhv")).Exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(File.ReadAllBytes(input), Is.EqualTo(TinyRecording.Compact));

        string unrelated = Write("z.csv.partial", [1, 2, 3]);
        string output = Write("z.csv", [4, 5]);
        Assert.That(Run("convert", "nosuch", output, "--force").Exit, Is.EqualTo(ExitCodes.Error));
        Assert.That(Run("convert", Write("cut.csv", TinyRecording.Csv[..400]), output, "--force").Exit, Is.EqualTo(ExitCodes.Error));
        Assert.That(File.ReadAllBytes(unrelated), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(File.ReadAllBytes(output), Is.EqualTo(new byte[] { 4, 5 }), "a failed conversion keeps the old output file");
        Assert.That(Directory.GetFiles(Folder), Has.Length.EqualTo(5), "no partial file is left");
    }

    [Test]
    public void ConvertCanReplaceItsInput()
    {
        string path = Write("tiny.kvmhv", TinyRecording.Compact);
        Assert.That(Run("convert", path, path).Exit, Is.EqualTo(ExitCodes.Error), "not unless it is asked to");
        Assert.That(Run("convert", path, path, "--force").Exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(TinyRecording.Compact));
    }

    [Test]
    public void ReplayPrintsSingularForACountOfOne()
    {
        (_, string output, _) = Run("replay", "--stop-at", "2");
        Assert.That(
            output,
            Does.StartWith("le-small: 2 records, 1 hypercall of 1 vcpu,")
                .And.Contains(" 1 page of 16 MB").And.Contains(" 1 answer, 0 stores"));
    }

    [Test]
    public void HptPrintsManyEntriesAsOneJsonDocument()
    {
        string path = WriteTable(
            "many.txt", 18,
            [.. Enumerable.Range(0, 10_000).Select(i => new IndexedHptEntry(i, new HptEntry(1, (ulong)i << 12), (ulong)i << 12))]);
        using JsonDocument document = JsonDocument.Parse(Run("hpt", path, "--json").Output);
        Assert.That(document.RootElement.GetProperty("entries").GetArrayLength(), Is.EqualTo(10_000));
        Assert.That(document.RootElement.GetProperty("entries")[9_999].GetProperty("index").GetString(), Is.EqualTo("270f"));
    }

    [TestCase(".hpt.gz")]
    [TestCase(".txt")]
    public void HptKeepsNoEntries(string ending)
    {
        const int entries = 1 << 18;
        string path = WriteTable(
            "full" + ending, 22, [.. Enumerable.Range(0, entries).Select(i => new IndexedHptEntry(i, new HptEntry(1, 2), 2))]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int exit, string output, _) = Run("hpt", path, "--vsid", "1234567", "--order", "22");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(exit, Is.EqualTo(ExitCodes.Done), output);
        Assert.That(output, Does.Contain("order 22: 0 entries shown"), "no entry is of that segment");
        Assert.That(allocated, Is.LessThan(8 * entries), "bytes, of which a kept entry takes 40");
    }

    [Test]
    public void ReplayReplacesFilesWhenForced()
    {
        string pins = Write("pins.csv", [1]);
        string dump = Write("table.txt", [2]);
        Assert.That(
            Run("replay", "be-small", "--stop-at", "4", "--pins", pins, "--dump", dump, "--force").Exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(File.ReadAllText(pins), Does.StartWith("hypercall,"), "the pins");
        Assert.That(File.ReadAllText(dump), Does.EndWith("\n"), "the table");
    }

    [Test]
    public void AReplayThatCannotWriteItsTableWritesNoPinsEither()
    {
        string pins = Path.Combine(Folder, "pins.csv");
        (int exit, string output, string error) = Run("replay", "--pins", pins, "--dump", Path.Combine(Folder, "none", "table.txt"));
        Assert.That((exit, output), Is.EqualTo((ExitCodes.Error, "")), "found out before the replay");
        Assert.That(error, Does.Contain("table.txt: no such folder"), error);
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty, "no file is left");
    }

    [Test]
    public void ReplayWritesItsPinsStepByStep()
    {
        string path = Path.Combine(Folder, "pins.csv");
        (int exit, _, _) = Run("replay", "be-small", "--stop-at", "4", "--pins", path);
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(File.ReadAllText(path), Is.EqualTo("hypercall,whenNeeded,atRegistration\n0,0,128\n1,1,128\n2,2,128\n3,3,128\n"));
    }

    [Test]
    public void ADumpedTableOfAReplayCanBeDecoded()
    {
        string lines = Path.Combine(Folder, "table.txt.gz");
        string raw = Path.Combine(Folder, "table.hpt");
        Run("replay", "be-small", "--dump", lines);
        Run("replay", "be-small", "--dump", raw);
        (int exit, string output, string error) = Run("hpt", lines, "--valid", "--page-size", "16M");
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(ExitCodes.Done));
            Assert.That(error, Is.Empty);
            Assert.That(
                output,
                Does.Contain("guest address").And.Contains(" entries shown, ")
                    .And.Contains(" 0 not in the group of their hash").And.Contains("pages: 16M "));
        });
        using JsonDocument fromLines = JsonDocument.Parse(Run("hpt", lines, "--json").Output);
        using JsonDocument fromRaw = JsonDocument.Parse(Run("hpt", raw, "--json", "--valid").Output);
        Assert.That(
            fromRaw.RootElement.GetProperty("summary").GetRawText(), Is.EqualTo(fromLines.RootElement.GetProperty("summary").GetRawText()),
            "both dump formats have the same valid entries");
        JsonElement one = fromLines.RootElement.GetProperty("entries")[0];
        (_, output, _) = Run("hpt", raw, "--vsid", one.GetProperty("vsid").GetString()!);
        Assert.That(output, Does.Contain(one.GetProperty("vsid").GetString()).And.Not.Contain("guest address"));
    }

    [Test]
    public void ReplayComparesWithTheNamedFinalTable()
    {
        string wrong = WriteTable("wrong.hpt.gz", 24, new IndexedHptEntry(3, new HptEntry(1, 2), 2));
        (int exit, string output, _) = Run("replay", "--final-table", wrong);
        Assert.That(exit, Is.EqualTo(ExitCodes.Mismatch));
        Assert.That(output, Does.Contain("slot 3 has 0 0; the saved table 1 2"));
    }

    [Test]
    public void VectorsPlayBothVariantsOfEachFile()
    {
        string path = Write("three.jsonl", Vector(lpid: 1));
        (int exit, string output, string error) = Run("vectors", path);
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(ExitCodes.Done), output);
            Assert.That(error, Is.Empty);
            Assert.That(output, Does.Contain("corrected").And.Contains("as-written").And.Contains("4 operations, 0 mismatches"));
        });
        using JsonDocument document = JsonDocument.Parse(Run("vectors", path, "--variant", "corrected", "--json").Output);
        Assert.That(document.RootElement.GetArrayLength(), Is.EqualTo(1));
        Assert.That(document.RootElement[0].GetProperty("operations").GetInt32(), Is.EqualTo(2));
        using JsonDocument both = JsonDocument.Parse(Run("vectors", path, "--json").Output);
        Assert.That(
            both.RootElement.EnumerateArray().Select(report => report.GetProperty("variant").GetString()),
            Is.EqualTo(new[] { "corrected", "as-written" }), "JSON names the variants as --variant does");
    }

    [Test]
    public void TheFirstMismatchOfVectorsIsPrintedInFull()
    {
        (int exit, string output, _) = Run("vectors", Write("wrong.jsonl", Vector(lpid: 7)));
        Assert.That(exit, Is.EqualTo(ExitCodes.Mismatch));
        Assert.That(
            output, Does.Contain("line 3").And.Contains("expected  {\"ret\":0,\"lpid\":7").And.Contains("actual    {\"ret\":0,\"lpid\":1"));
    }

    [Test]
    public void ADamagedVectorFileIsReportedInOneLineOnly()
    {
        (int exit, string output, string error) = Run("vectors", Write("cut.jsonl", Vector(lpid: 1)[..^40]));
        Assert.That(exit, Is.EqualTo(ExitCodes.Error));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Contain("cut.jsonl: line 3").And.EndsWith("\n"));
    }

    private static byte[] Vector(int lpid) => Encoding.UTF8.GetBytes(
        """
        {"o":"meta","format":1,"name":"three","page_shift":12,"steered_by":"corrected","ops":2}
        {"o":"host","cpu":"POWER7","page_shift":12,"host_lpid":"0","host_lpcr":"8e0000000000700c",HOST,"x":{"ret":0}}
        {"o":"init","x":{"ret":0,"lpid":LPID,"lpcr":"804800000000700d","host_lpid":0,"sdr1_lo":"6"}}

        """
        .Replace("HOST", "\"host_sdr1\":\"3b08bc0007\",\"host_pvr\":\"3f0201\"", StringComparison.Ordinal)
        .Replace("LPID", lpid.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static (int Exit, string Output, string Error) Run(params string[] arguments) => CommandRun.Of(arguments);

    private string WriteTable(string name, int order, params IndexedHptEntry[] entries)
    {
        string path = Path.Combine(Folder, name);
        using HptDumpWriter writer = HptDumpWriter.Create(path, order);
        foreach (IndexedHptEntry entry in entries)
            writer.Write(entry);
        writer.Complete();
        return path;
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed class FaultyWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidOperationException("out of\norder");
    }
}
