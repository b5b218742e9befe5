// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Cli.Commands;
using Kernel.Recordings.Formats;
using Kernel.Tests.Recordings;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Cli;

/// <summary>The command as a process: its standard streams, pipes and devices.</summary>
[TestFixture]
public sealed class StandardStreamsTests : FolderFixture
{
    [Test]
    public void AReaderThatHasGoneEndsTheCommandQuietly()
    {
        // Far more lines than a pipe holds.
        File.WriteAllLines(PathOf("t.txt"), Enumerable.Range(0, 1 << 14).Select(i => $"{i:x} 1 2 3"));
        (int exit, string output, string error) = Shell.Run(Folder, "{ $KVMHV hpt t.txt; echo $? > exit; } | head -1; cat exit");
        Assert.That((exit, error), Is.EqualTo((0, "")), "nothing is said");
        Assert.That(output, Does.Match(@"^ *index .*\n" + ExitCodes.NobodyReads + @"\n$"), "one line, then the exit code");
    }

    [Test]
    public void AClosedOutputIsNamed()
    {
        (int exit, _, string error) = Shell.Run(Folder, "$KVMHV layout >&-");
        Assert.That(exit, Is.EqualTo(ExitCodes.Error), error);
        Assert.That(error, Is.EqualTo("kvmhv: standard output: is closed; expected an open file, pipe or terminal\n"), "one line");
    }

    [Test]
    public void AFullOutputIsNamed()
    {
        Shell.RequireDevice("/dev/full");
        (int exit, _, string error) = Shell.Run(Folder, "$KVMHV layout >/dev/full");
        Assert.That(exit, Is.EqualTo(ExitCodes.Error), error);
        Assert.That(
            error, Is.EqualTo("kvmhv: standard output: no space is left on the device; expected room for all of the output\n"), "one line");
    }

    [Test]
    public void AClosedErrorOutputLeavesTheExitCode() =>
        Assert.That(Shell.Run(Folder, "$KVMHV layout nothing 2>&-").Exit, Is.EqualTo(ExitCodes.Error), "exit code");

    [TestCase("out.kvmhv")]
    [TestCase("out.csv")]
    [TestCase("out.csv.gz")]
    public void ANamedPipeIsWrittenThrough(string name)
    {
        File.WriteAllBytes(PathOf("in.csv"), TinyRecording.Csv);
        (int exit, string output, string error) = Shell.Run(
            Folder, $"mkfifo {name}; cat {name} > copy & $KVMHV convert in.csv {name} --force && wait && test -p {name} && echo pipe");
        Assert.That((exit, error), Is.EqualTo((0, "")), output);
        Assert.That(output, Does.StartWith($"{name}: 23 records").And.EndsWith("pipe\n"), "the pipe is still there");
        Assert.That(
            TinyRecording.ReadAll(File.ReadAllBytes(PathOf("copy")), RecordingFormats.FromName(name)),
            Is.EqualTo(TinyRecording.ReadAll(TinyRecording.Csv, RecordingFormat.Csv)), "what the reader of the pipe got");
    }

    [Test]
    public void TheStandardOutputIsAnOutputLikeOthers()
    {
        Shell.RequireDevice("/dev/stdout");
        File.WriteAllBytes(PathOf("in.csv"), TinyRecording.Csv);
        (int exit, _, string error) = Shell.Run(
            Folder, "ln -s /dev/stdout link; $KVMHV convert in.csv link > copy && $KVMHV convert in.csv /dev/stdout | cat > second");
        Assert.That(exit, Is.EqualTo(0), error);
        Assert.That(error, Does.StartWith("link: 23 records"), "the report does not mix with the file");
        foreach (string copy in new[] { "copy", "second" })
        {
            Assert.That(
                TinyRecording.ReadAll(File.ReadAllBytes(PathOf(copy)), RecordingFormat.Compact),
                Is.EqualTo(TinyRecording.ReadAll(TinyRecording.Csv, RecordingFormat.Csv)), copy);
        }
    }

    [Test]
    public void WhatIsAppendedToStaysWhole()
    {
        (_, string output, string error) = Shell.Run(Folder, "echo first > log; $KVMHV run >> log; echo last >> log; cat log");
        Assert.That(error, Is.Empty, "errors");
        Assert.That(output, Does.StartWith("first\nlate-mapping").And.EndsWith("last\n"), "the lines in their order");
    }

    [Test]
    public void ATableIsReadFromAPipe()
    {
        File.WriteAllText(PathOf("t.txt"), "1 1 2 3\n2 1 2 3\n");
        (int exit, string output, string error) = Shell.Run(Folder, "mkfifo p; cat t.txt > p & $KVMHV hpt p");
        Assert.That((exit, error), Is.EqualTo((0, "")), output);
        Assert.That(output, Does.Contain("2 entries shown"), "the summary");
    }
}
