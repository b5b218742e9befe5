// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Diagnostics;
using Kernel.Native;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Layout;

/// <summary>The checker in C reads directories that the port changes meanwhile.</summary>
[TestFixture]
public sealed unsafe class SharedTableReaderTests : FolderFixture
{
    private const ulong MB = 1 << 20;
    private const int Questions = 1000;
    private const int Rounds = 20;

    // Offsets of native-layout/shared_tables.md and shared_block.md.
    private const int FirstEntry = 32;
    private const int Sequence = 56;

    private NativeHeap _heap = null!;

    private string Tables => PathOf("tables");

    [SetUp]
    public void CreateHeap() => _heap = new NativeHeap();

    [TearDown]
    public void CheckAndDisposeHeap()
    {
        List<string> damage = _heap.TakeDamage();
        _heap.Dispose();
        Assert.That(damage, Is.Empty, "damaged memory");
    }

    [Test]
    public void AnEntryThatStaysHalfChangedIsReportedAndNotTaken()
    {
        _heap.Tables = SharedTableFile.Create(Tables, 64 * MB);
        Table("first", 1);
        Table("second", 1);
        byte[] content = Content();
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(FirstEntry + Sequence), 3);
        File.WriteAllBytes(PathOf("left"), content);

        using Process reader = CTarget.Native.Start("tables", PathOf("left"));
        Assert.That(Ask(reader, "blocks"), Is.EqualTo(new[] { "block 1 second 64 bytes" }), "the whole entry only");
        reader.StandardInput.Close();
        Assert.That(reader.StandardError.ReadToEnd(), Does.Contain("The entry at offset 32 is half changed."), "it says so");
        reader.WaitForExit();
        Assert.That(reader.ExitCode, Is.Zero, "it goes on");
    }

    [Test]
    public void AReaderNeverSeesTheHalvesOfDifferentEntries()
    {
        using SharedTableFile file = SharedTableFile.Create(Tables, 64 * MB);
        // The later block of a name takes the live entry over, so that every moment of a change can be seen.
        NativeAllocation shorter = Block(file, "a name of many characters", 4096, out nuint first);
        NativeAllocation longer = Block(file, "a name of many characters", 8192, out nuint second);
        using Process reader = CTarget.Native.Start("tables", Tables);
        HashSet<string> seen = [];
        bool isDone = false;
        int changes = 0;
        PairOfThreads.Run(
            () =>
            {
                while (!Volatile.Read(ref isDone))
                {
                    Assert.That(file.Publish(1, first, shorter), Is.Null, "there is an entry");
                    Assert.That(file.Publish(1, second, longer), Is.Null, "there is an entry");
                    changes++;
                }
            },
            () =>
            {
                try
                {
                    for (int i = 0; i < Rounds; i++)
                        seen.UnionWith(AskAtOnce(reader, "blocks").Select(line => string.Join(' ', line.Split(' ').Skip(2))));
                }
                finally
                {
                    Volatile.Write(ref isDone, true);
                }
            });
        Assert.That(changes, Is.Positive, "the entry was changed meanwhile");
        Assert.That(
            seen, Is.SubsetOf(new[] { "a name of many characters 4096 bytes", "a name of many characters 8192 bytes" }),
            "whole names and whole lengths");
    }

    [Test]
    public void AReaderFollowsDirectoriesAndGrowth()
    {
        _heap.Tables = SharedTableFile.Create(Tables, 1024 * MB);
        using Process reader = CTarget.Native.Start("tables", Tables);
        Assert.That(Ask(reader, "blocks"), Is.Empty, "nothing is there");
        Table("large", 1, (nuint)(100 * MB));
        for (int i = 0; i < 200; i++)
            Table($"block {i}", 2);
        Assert.That(
            Ask(reader, "blocks"),
            Is.EqualTo(Enumerable.Range(0, 200).Select(i => $"block 2 block {i} 64 bytes").Prepend($"block 1 large {100 * MB} bytes")),
            "two directories");
        Table("HPT", 3, (nuint)(2 * MB));
        Table("revmap", 3, (nuint)MB);
        Assert.That(Ask(reader, "walk"), Is.Empty, "the tables lie beyond what the reader has mapped at first");
        reader.StandardInput.Close();
        Assert.That(reader.StandardError.ReadToEnd(), Is.Empty, "all of it is reached");
    }

    [Test]
    public void AReaderLooksAtTheMachineThatItIsAskedFor()
    {
        using KvmSystem system = KvmSystem.Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { TableFile = Tables } });
        VirtualMachine first = system.CreateVirtualMachine(), second = system.CreateVirtualMachine();
        second.SetMemoryRegion(0, 0, 32 * MB, system.Process.MapHugePages(32 * MB));
        VirtualCpu vcpu = second.CreateVcpu(0);
        Assert.That(vcpu.Enter(HypercallOptions.None, 8, (0x1234567ul << 12) | 0x14 | 1, 0x0100_0192).IsSuccess, Is.True, "H_ENTER");
        using Process ofFirst = CTarget.Native.Start("tables", Tables);
        using Process ofSecond = CTarget.Native.Start("tables", Tables, "2");
        Assert.That(Ask(ofFirst, "walk"), Is.Empty, "the first machine has no entry");
        Assert.That(Ask(ofSecond, "walk"), Has.Some.StartsWith("entry 8: "), "the second has one");
        first.Dispose();
        Assert.That(Ask(ofFirst, "walk"), Has.Some.StartsWith("entry 8: "), "the second is the lowest now");
        system.CheckForLeaks();
    }

    [Test]
    public void AReaderOfAFileThatIsTruncatedEndsWithAMessage()
    {
        _heap.Tables = SharedTableFile.Create(Tables, 64 * MB);
        Table("HPT", 1);
        File.WriteAllBytes(PathOf("copy"), Content());
        using Process reader = CTarget.Native.Start("tables", PathOf("copy"));
        Assert.That(Ask(reader, "blocks"), Is.EqualTo(new[] { "block 1 HPT 64 bytes" }), "it has the file mapped");
        File.WriteAllBytes(PathOf("copy"), []);
        Assert.That(Ask(reader, "blocks"), Is.Empty, "no answer");
        reader.WaitForExit();
        Assert.That(reader.StandardError.ReadToEnd(), Does.Contain("copy: was truncated while it was mapped."), "it says why");
        Assert.That(reader.ExitCode, Is.EqualTo(2), "no signal has ended it");
    }

    private static List<string> Ask(Process reader, string question)
    {
        reader.StandardInput.WriteLine(question);
        reader.StandardInput.Flush();
        List<string> lines = [];
        while (reader.StandardOutput.ReadLine() is { } line && line != "end")
            lines.Add(line);
        return lines;
    }

    // Many questions, so that the reader does not sleep between them, and all answers.
    private static List<string> AskAtOnce(Process reader, string question)
    {
        for (int i = 0; i < Questions; i++)
            reader.StandardInput.WriteLine(question);
        reader.StandardInput.Flush();
        List<string> lines = [];
        for (int i = 0; i < Questions; i++)
        {
            while (reader.StandardOutput.ReadLine() is { } line && line != "end")
                lines.Add(line);
        }
        return lines;
    }

    private static NativeAllocation Block(SharedTableFile file, string name, nuint length, out nuint taken)
    {
        taken = file.Take(name, length, out _);
        return new NativeAllocation(name, taken, length, Slack: 0, IsPermanent: false);
    }

    private void Table(string name, nuint owner, nuint length = 64) =>
        Assert.That(_heap.Allocate(name, length, options: BlockOptions.Table, owner: owner) != null, Is.True, $"room for {name}");

    private byte[] Content()
    {
        using FileStream file = new(Tables, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[64 << 10];
        file.ReadExactly(content);
        return content;
    }
}
