// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;
using Kernel.Errata;
using Kernel.Host;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Formats;
using Kernel.Recordings.Replay;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Replay;

[TestFixture]
[NonParallelizable]
public sealed class ReplayTests
{
    [TestCase(EmbeddedRecordings.LittleEndianSmall, 16)]
    [TestCase(EmbeddedRecordings.LittleEndianSmall, 12)]
    [TestCase(EmbeddedRecordings.BigEndianSmall, 16)]
    public void ARecordedBootIsAnsweredAsItWas(string name, int pageShift)
    {
        ReplayReport report = ReplayEmbedded(name, new ReplayOptions { PageShift = pageShift });
        Assert.Multiple(() =>
        {
            Assert.That(report.Mismatches, Is.Empty);
            Assert.That(report.IsMatch, Is.True);
            Assert.That(report.IsComplete, Is.True);
            Assert.That(report.Verification.MarksByFingerprint, Is.EqualTo(9), "eight marks and the end");
            Assert.That(report.Verification.FinalTable, Is.EqualTo(FinalTableCheck.Saved));
            Assert.That(report.Verification.FinalEntriesCompared, Is.EqualTo(report.End.ValidEntries));
            Assert.That(report.Explained.Select(explanation => explanation.Reason), Is.EqualTo(new[] { DifferenceReason.RealPageHidden }));
            Assert.That(report.End.GroupFill.Sum(), Is.EqualTo(1 << 17), "every group has a fill");
        });
    }

    [Test]
    public void TheFiguresOfTheLittleEndianBootAreThoseOfItsRecording()
    {
        ReplayReport report = ReplayEmbedded(EmbeddedRecordings.LittleEndianSmall);
        long Count(string call, long result) =>
            report.Calls.Where(count => count.Call == call && count.Result == result).Sum(count => count.Count);
        Assert.Multiple(() =>
        {
            Assert.That(Count("H_ENTER", 0), Is.EqualTo(48_419));
            Assert.That(Count("H_REMOVE", 0), Is.EqualTo(37_083));
            Assert.That(Count("H_REMOVE", -7), Is.EqualTo(3));
            Assert.That(Count("H_PROTECT", -7), Is.EqualTo(413));
            Assert.That(Count("H_BULK_REMOVE", 0), Is.EqualTo(3_066));
            Assert.That(report.Hypercalls, Is.EqualTo(report.Calls.Sum(count => count.Count)));
            Assert.That(report.Entered.Size64K, Is.EqualTo(48_271));
            Assert.That(report.Entered.Bolted, Is.EqualTo(129));
            Assert.That(report.Peak.ValidEntries, Is.EqualTo(805));
            Assert.That(report.Pins, Is.EqualTo(new PinCounts(128, 128, 128, 129)), "the kernel maps all its memory in its first calls");
            Assert.That(report.Invalidations.Local, Is.EqualTo(37_083 + (736 - 413) + 11_143), "one for each entry removed or changed");
            Assert.That(report.Verification.Stores, Is.EqualTo(32));
        });
    }

    [Test]
    public void AHypercallInRealModeAllocatesNothing()
    {
        ReplayEmbedded(EmbeddedRecordings.BigEndianSmall);
        ReplayReport second = ReplayEmbedded(EmbeddedRecordings.BigEndianSmall);
        Assert.That(second.Cost.ManagedBytesInRealMode, Is.Zero, "once everything is compiled and loaded");
    }

    [Test]
    public void FourVcpusOnThreadsOfTheirOwnLeaveTheSameTableAsCallsOneByOne()
    {
        ReplayReport direct = ReplayFile("le-smp4-small.kvmhv", new ReplayOptions());
        ReplayReport running = ReplayFile("le-smp4-small.kvmhv", new ReplayOptions { RunsVcpus = true });
        Assert.Multiple(() =>
        {
            Assert.That(running.Mismatches, Is.Empty);
            Assert.That(running.Vcpus, Is.EqualTo(4));
            Assert.That(running.Verification, Is.EqualTo(direct.Verification), "the same answers, marks and final table");
            Assert.That(
                running.Verification.MarksByFingerprint, Is.EqualTo(7),
                "at each mark and at the end the whole table has the recorded fingerprint");
            Assert.That(
                AnsweredOnTheSpot(running), Is.EqualTo(AnsweredOnTheSpot(direct)),
                "and each call was answered where it was; a cede may sleep in the guest or in the host");
            Assert.That(running.Pins, Is.EqualTo(direct.Pins));
            Assert.That(
                running.Invalidations.Local + running.Invalidations.Global,
                Is.EqualTo(direct.Invalidations.Local + direct.Invalidations.Global),
                "as many invalidations; in the guest, those of one virtual core are local");
        });
    }

    private static IEnumerable<CallCount> AnsweredOnTheSpot(ReplayReport report) => report.Calls.Where(count => count.Call != "H_CEDE");

    [TestCase(EmbeddedRecordings.LittleEndianSmall)]
    [TestCase(EmbeddedRecordings.BigEndianSmall)]
    public void ARunningVcpuIsAnsweredAsItWas(string name) =>
        Assert.That(ReplayEmbedded(name, new ReplayOptions { RunsVcpus = true }).Mismatches, Is.Empty);

    [Test]
    public void AnOopsOnTheThreadOfAVcpuEndsTheReplay()
    {
        ReplayReport report = ReplayEmbedded(
            EmbeddedRecordings.LittleEndianSmall,
            new ReplayOptions { RunsVcpus = true, Errata = ErrataSet.Of(Erratum.E01), PageShift = 12 });
        Assert.That(report.Mismatches[^1].Difference, Does.Contain("kernel oops").And.Contain("the replay ends here"));
    }

    [Test]
    public void TheReportIsPlainData()
    {
        ReplayReport report = ReplayEmbedded(EmbeddedRecordings.LittleEndianSmall, new ReplayOptions { StopAt = 1000 });
        using JsonDocument document = JsonDocument.Parse(JsonSerializer.Serialize(report));
        Assert.That(document.RootElement.GetProperty("Hypercalls").GetInt64(), Is.EqualTo(report.Hypercalls));
        Assert.That(document.RootElement.GetProperty("IsMatch").GetBoolean(), Is.True);
    }

    [Test]
    public void AReplayStopsAfterTheRecordThatWasNamed()
    {
        ReplayReport report = ReplayEmbedded(EmbeddedRecordings.LittleEndianSmall, new ReplayOptions { StopAt = 130 });
        Assert.Multiple(() =>
        {
            Assert.That(report.Records, Is.EqualTo(130));
            Assert.That(report.Hypercalls, Is.EqualTo(129), "the first record is the allocation");
            Assert.That(report.IsComplete, Is.False);
            Assert.That(report.Verification.FinalTable, Is.EqualTo(FinalTableCheck.NotReached));
            Assert.That(report.IsMatch, Is.True);
        });
    }

    [Test]
    public void TheDumpIsTheTableThatWasSavedWithTheRecording()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kvmhv-{Guid.NewGuid():n}.hpt.gz");
        try
        {
            ReplayEmbedded(EmbeddedRecordings.BigEndianSmall, new ReplayOptions { DumpPath = path });
            using RecordingReader reader = EmbeddedRecordings.Open(EmbeddedRecordings.BigEndianSmall);
            TraceRecord record = new();
            while (reader.Read(record))
            {
            }
            using HptDumpReader dump = HptDumpReader.Open(path);
            Assert.That(dump.ReadImage(24).Words.SequenceEqual(reader.ReadFinalTable()!.Words), Is.True);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void ADefectAsWrittenShowsInTheBoot()
    {
        ReplayReport report = ReplayEmbedded(
            EmbeddedRecordings.LittleEndianSmall, new ReplayOptions { Errata = ErrataSet.Of(Erratum.E01), PageShift = 12 });
        Assert.That(report.IsMatch, Is.False);
        Assert.That(
            report.Mismatches.Single().Record, Is.EqualTo(3),
            "the second page of 16 MB is the first that is looked for in the wrong place");
        Assert.That(report.Mismatches.Single().Difference, Does.Contain("slot_phys[0]: index 4096, length 128"));
    }

    [Test]
    public void WhatE13ShowsOfRemovedEntriesIsExplained()
    {
        ReplayReport report = ReplayEmbedded(EmbeddedRecordings.BigEndianSmall, new ReplayOptions { Errata = ErrataSet.Of(Erratum.E13) });
        Assert.That(report.Mismatches, Is.Empty);
        Assert.That(
            report.Explained.Single(explanation => explanation.Reason == DifferenceReason.HostPageShown).Count, Is.EqualTo(3_008),
            "every successful H_REMOVE");
    }

    [Test]
    public void WhateverAGuestDoesIsAnsweredAsTheRecordedMachineDid([Range(1, 4)] int seed)
    {
        RecordedMachine machine = new(seed, 4_000, usesMoreThanThePortKnows: false);
        ReplayReport report = Replay(machine.Lines, new ReplayOptions { FinalTable = machine.Table });
        Assert.That(report.Mismatches, Is.Empty, $"seed {seed}");
        Assert.That(report.Verification.MarksByEntry, Is.Zero);
        Assert.That(
            report.Explained.Select(explanation => explanation.Reason),
            Is.SubsetOf(new[] { DifferenceReason.RealPageHidden, DifferenceReason.StaleSecondDoubleword }));
    }

    [Test]
    public void WhatThePortRefusesIsExplainedAndTheReplayGoesOn([Range(1, 6)] int seed)
    {
        RecordedMachine machine = new(seed, 4_000, usesMoreThanThePortKnows: true);
        ReplayReport report = Replay(machine.Lines, new ReplayOptions { FinalTable = machine.Table });
        Assert.That(report.Mismatches, Is.Empty, $"seed {seed}");
        Assert.That(
            report.Explained.Select(explanation => explanation.Reason),
            Is.SupersetOf(new[]
            {
                DifferenceReason.NotMemory, DifferenceReason.UnknownPageSize, DifferenceReason.RefusedEntry,
                DifferenceReason.OtherSlot, DifferenceReason.RoomInGroup,
            }),
            $"seed {seed}");
        Assert.That(report.Verification.FinalTable, Is.EqualTo(FinalTableCheck.Saved));
    }

    [Test]
    public void AChangedAnswerIsAMismatchWithItsRecord(
        [Values("E", "R", "P", "D", "B", "c", "M", "X")] string letter, [Values(1, 2)] int seed)
    {
        RecordedMachine machine = new(100 + seed, 1_000, usesMoreThanThePortKnows: false);
        string[] lines = [.. machine.Lines];
        int[] candidates = [.. Enumerable.Range(0, lines.Length).Where(
            i => lines[i].StartsWith(letter, StringComparison.Ordinal) && Changed(lines[i]) is not null)];
        int changed = candidates[candidates.Length / 2];
        lines[changed] = Changed(lines[changed])!;

        ReplayReport report = Replay(lines);
        Assert.That(report.IsMatch, Is.False, lines[changed]);
        Assert.That(report.Mismatches[0].Record, Is.EqualTo(changed + 1), lines[changed]);
        Assert.That(report.Mismatches[0].Line, Is.EqualTo(lines[changed]));
    }

    [Test]
    public void WhatFollowsFromAMismatchIsNotExplainedByARefusalThatNeverWas([Range(1, 6)] int seed)
    {
        RecordedMachine machine = new(200 + seed, 4_000, usesMoreThanThePortKnows: false);
        string[] lines = [.. machine.Lines];
        int changed = Array.FindIndex(lines, 100, line => line.StartsWith('E') && Changed(line) is not null);
        lines[changed] = Changed(lines[changed])!;

        ReplayReport report = Replay(lines);
        Assert.That(report.Mismatches[0].Record, Is.EqualTo(changed + 1));
        Assert.That(
            report.Explained.Select(explanation => explanation.Reason),
            Is.SubsetOf(new[] { DifferenceReason.RealPageHidden, DifferenceReason.StaleSecondDoubleword }), "nothing was refused");
    }

    [Test]
    public void AWrongSlotInABootIsFollowedAndNotRepeated()
    {
        List<string> lines = [];
        using (RecordingReader reader = EmbeddedRecordings.Open(EmbeddedRecordings.LittleEndianSmall))
        {
            TraceRecord record = new();
            while (reader.Read(record))
                lines.Add(record.ToString());
        }
        int changed = lines.FindIndex(1_000, line => line.StartsWith('E'));
        lines[changed] = Changed(lines[changed])!;
        byte[] csv = Encoding.UTF8.GetBytes(
            "# RAM 0..0x7fffffff\nop,vcpu,args,ret,out\n" + string.Concat(lines.Select(line => line + "\n")));
        using RecordingReader tampered = TinyRecording.Open(csv, RecordingFormat.Csv);
        ReplayReport report = Replayer.Replay(tampered);
        Assert.That(report.Mismatches[0].Record, Is.EqualTo(changed + 1));
        Assert.That(report.MismatchCount, Is.LessThan(50), "the calls on the entry, and the tables that differ by it");
        Assert.That(report.FollowingCount, Is.GreaterThan(1_000), "the group is one that the kernel uses again and again");
        Assert.That(report.Explained.Select(explanation => explanation.Reason), Is.EqualTo(new[] { DifferenceReason.RealPageHidden }));
    }

    [Test]
    public void WithoutTheStoresOfTheMmuTheChangedBitsAreMissed()
    {
        RecordedMachine machine = new(7, 2_000, usesMoreThanThePortKnows: false);
        ReplayReport report = Replay(machine.Lines.Where(line => line[0] != 'c'));
        Assert.That(report.IsMatch, Is.False);
    }

    [Test]
    public void OnlySoManyMismatchesAreDescribedAsWereAskedFor()
    {
        RecordedMachine machine = new(7, 2_000, usesMoreThanThePortKnows: false);
        ReplayReport report = Replay(machine.Lines.Where(line => line[0] != 'c'), new ReplayOptions { MaxMismatches = 2 });
        Assert.That(report.Mismatches, Has.Count.EqualTo(2));
        Assert.That(report.MismatchCount, Is.GreaterThan(2));
    }

    [TestCase("# RAM 0..0x3ffffff\nop,vcpu,args,ret,out\nZ,,18,,\nX,,18,,0123456789abcdef\n", "order 18")]
    [TestCase("# RAM 0..0xffffffffffffff\nop,vcpu,args,ret,out\nZ,,24,,\nX,,24,,0123456789abcdef\n", "at most 256 GiB")]
    [TestCase("# RAM 0..0x3fffff\nop,vcpu,args,ret,out\nZ,,24,,\nX,,24,,0123456789abcdef\n", "a multiple of 16 MB")]
    public void AMachineThatThePortCannotBeIsRefused(string csv, string problem)
    {
        using RecordingReader reader = TinyRecording.Open(Encoding.UTF8.GetBytes(csv), RecordingFormat.Csv);
        Assert.That(() => Replayer.Replay(reader), Throws.TypeOf<NotSupportedException>().With.Message.Contains(problem));
        using KvmSystem next = KvmSystem.Boot();
        Assert.That(next.CheckForLeaks, Throws.Nothing, "the refused one was switched off");
    }

    [Test]
    public void ADamagedRecordingEndsTheReplayAndSwitchesTheMachineOff()
    {
        byte[] csv = RecordedMachine.Csv(new RecordedMachine(3, 500, usesMoreThanThePortKnows: false).Lines);
        using RecordingReader reader = TinyRecording.Open(csv[..(csv.Length / 2)], RecordingFormat.Csv);
        Assert.That(() => Replayer.Replay(reader), Throws.TypeOf<RecordingFormatException>());
        using KvmSystem next = KvmSystem.Boot();
        Assert.That(next.CheckForLeaks, Throws.Nothing);
    }

    [Test]
    public void ALeakIsAMismatch([Values] bool runsVcpus)
    {
        using RecordingReader reader = EmbeddedRecordings.Open(EmbeddedRecordings.LittleEndianSmall);
        ReplayReport report = Replayer.Replay(reader, new ReplayOptions { StopAt = 1 << 14, RunsVcpus = runsVcpus }, new LeaksABlock());
        Assert.That(report.MismatchCount, Is.EqualTo(1));
        Assert.That(report.Mismatches.Single().Difference, Does.Contain("leaked by the test"));
    }

    [Test]
    public void AReplayCanBeEndedEarly()
    {
        using RecordingReader reader = EmbeddedRecordings.Open(EmbeddedRecordings.LittleEndianSmall);
        using CancellationTokenSource source = new();
        Assert.That(
            () => Replayer.Replay(reader, progress: new EndsAtOnce(source), cancellation: source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    /// <summary>The line with an answer that cannot be right; null where it has none to change.</summary>
    private static string? Changed(string line)
    {
        string[] fields = line.Split(',');
        string[] outputs = fields[4].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (line[0])
        {
            case 'P':
                fields[3] = fields[3] == "0" ? "-7" : "0";
                break;
            case 'c':
                string[] arguments = fields[2].Split(' ');
                fields[2] = $"{arguments[0]} {Convert.ToUInt64(arguments[1], 16) ^ 0x40:x}";
                break;
            case 'M' or 'X':
                fields[4] = $"{Convert.ToUInt64(fields[4], 16) ^ 1:x16}";
                break;
            default:
                if (outputs.Length == 0)
                    return null;
                outputs[0] = $"{Convert.ToUInt64(outputs[0], 16) ^ 4:x}";
                fields[4] = string.Join(' ', outputs);
                break;
        }
        return string.Join(',', fields);
    }

    private static ReplayReport Replay(IEnumerable<string> lines, ReplayOptions? options = null)
    {
        using RecordingReader reader = TinyRecording.Open(RecordedMachine.Csv(lines), RecordingFormat.Csv);
        return Replayer.Replay(reader, options);
    }

    private static ReplayReport ReplayFile(string name, ReplayOptions options)
    {
        using RecordingReader reader = RecordingReader.Open(Path.Combine(AppContext.BaseDirectory, "Data", "traces", name));
        return Replayer.Replay(reader, options);
    }

    private static ReplayReport ReplayEmbedded(string name, ReplayOptions? options = null)
    {
        using RecordingReader reader = EmbeddedRecordings.Open(name);
        return Replayer.Replay(reader, options);
    }

    private sealed unsafe class LeaksABlock : IProgress<double>
    {
        public void Report(double value) => SimulatedHost.Current.Heap.Allocate("leaked by the test", 8);
    }

    private sealed class EndsAtOnce(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value) => source.Cancel();
    }
}
