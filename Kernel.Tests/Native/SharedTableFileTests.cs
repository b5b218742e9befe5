// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using Kernel.Native;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Native;

/// <summary>The file of tables below a heap: who may use it, what its directory says, and what happens when there is no room.</summary>
[TestFixture]
public sealed unsafe class SharedTableFileTests : FolderFixture
{
    private const ulong MB = 1 << 20;
    private const nuint First = 0x1000;
    private const nuint Second = 0x2000;

    private readonly List<string> _complaints = [];
    private NativeHeap _heap = null!;

    private string Tables => PathOf("tables");

    [SetUp]
    public void CreateHeap()
    {
        _complaints.Clear();
        _heap = new NativeHeap { Complain = _complaints.Add };
    }

    [TearDown]
    public void CheckAndDisposeHeap()
    {
        List<string> damage = _heap.TakeDamage();
        _heap.Dispose();
        Assert.That(damage, Is.Empty, "damaged memory");
    }

    [Test]
    public void APathThatIsInUseIsRefused()
    {
        Open();
        Table("HPT", First);
        Assert.That(
            () => SharedTableFile.Create(Tables, 256 * MB),
            Throws.TypeOf<IOException>().With.Message.EqualTo(
                $"{Tables}: process {Environment.ProcessId} has its tables in it; expected a path that no running system uses."),
            "a second user in the same process");
        Assert.That(
            TableFileView.Entries(Tables).Select(entry => entry.Name), Is.EqualTo(new[] { "HPT" }), "the first one's file is unchanged");
    }

    [Test]
    public void ASystemIsNotBootedOnAPathThatIsInUse()
    {
        Open();
        KvmSystemOptions options = new() { Instruments = new InstrumentOptions { TableFile = Tables } };
        Assert.That(() => KvmSystem.Boot(options), Throws.TypeOf<IOException>().With.Message.Contains(Tables), "in use");
        Assert.That(() => KvmSystem.Boot().CheckForLeaks(), Throws.Nothing, "no system is left behind");
    }

    [Test]
    public void APathIsFreeWhenItsUserIsDisposed()
    {
        SharedTableFile.Create(Tables, 256 * MB).Dispose();
        Assert.That(() => SharedTableFile.Create(Tables, 256 * MB).Dispose(), Throws.Nothing, "the file of the first one is replaced");
    }

    [Test]
    public void APathThatAnotherProcessUsesIsRefusedUntilThatDies()
    {
        using Process other = StartHolderOfTheLock();
        try
        {
            Assert.That(other.StandardOutput.ReadLine(), Is.EqualTo("held"), "the other process has the lock");
            Assert.That(
                () => SharedTableFile.Create(Tables, 256 * MB),
                Throws.TypeOf<IOException>().With.Message.EqualTo(
                    $"{Tables}: another system has its tables in it; expected a path that no running system uses."),
                "while the other process lives");
            Assert.That(File.Exists(Tables), Is.False, "nothing was made");
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
        Assert.That(() => SharedTableFile.Create(Tables, 256 * MB).Dispose(), Throws.Nothing, "after it was killed");
    }

    [Test]
    public void AnotherProcessCannotLockAPathThatIsInUse()
    {
        Open();
        using Process other = StartHolderOfTheLock();
        Assert.That(other.StandardOutput.ReadToEnd(), Is.Empty, "it does not get the lock");
        other.WaitForExit();
        Assert.That(other.ExitCode, Is.EqualTo(1), "it gave up");
    }

    [Test]
    public void AFileThatADeadProcessHasLeftIsReplaced()
    {
        using (SharedTableFile left = SharedTableFile.Create(PathOf("left"), 256 * MB))
            File.Copy(PathOf("left"), Tables);
        File.WriteAllText(Tables + ".lock", "");
        Assert.That(() => SharedTableFile.Create(Tables, 256 * MB).Dispose(), Throws.Nothing, "nobody holds the lock");
    }

    [Test]
    public void AFolderIsNoPathForTables()
    {
        Assert.That(() => SharedTableFile.Create(Folder, 256 * MB), Throws.TypeOf<IOException>().With.Message.Contains(Folder), "a folder");
        Assert.That(File.Exists(Folder + ".lock"), Is.False, "no lock is left");
    }

    [Test]
    public void NamesAreUniqueForEachMachineAndMachinesAreNumberedInTheirOrder()
    {
        Open();
        Table("HPT", First);
        Table("HPT", Second);
        Table("revmap", Second);
        Assert.That(
            TableFileView.Entries(Tables).Select(entry => (entry.Machine, entry.Name)),
            Is.EqualTo(new[] { (1u, "HPT"), (2u, "HPT"), (2u, "revmap") }), "a number for each owner");
    }

    [Test]
    public void TheNumberOfAMachineThatIsGoneIsNotUsedAgain()
    {
        Open();
        _heap.Free(Table("HPT", First));
        Table("HPT", First);
        Assert.That(TableFileView.Entries(Tables).Single().Machine, Is.EqualTo(2), "another machine, at the same address");
    }

    [Test]
    public void ALaterBlockOfTheSameNameTakesTheEntryOver()
    {
        Open();
        void* small = Table("slot_phys[3]", First, 64);
        void* large = Table("slot_phys[3]", First, 128);
        Assert.That(TableFileView.Entries(Tables).Select(entry => entry.Length), Is.EqualTo(new[] { 128 }), "one entry, the later block");
        _heap.Free(small);
        Assert.That(
            TableFileView.Entries(Tables).Select(entry => entry.Length), Is.EqualTo(new[] { 128 }), "the earlier one was not listed");
        _heap.Free(large);
        Assert.That(TableFileView.Entries(Tables), Is.Empty, "nothing is left");
    }

    [Test]
    public void AChangeOfAnEntryCountsItsSequenceToTheNextEvenNumber()
    {
        Open();
        void* block = Table("HPT", First);
        Assert.That(TableFileView.AllEntries(Tables)[0].Sequence, Is.EqualTo(2), "entered");
        _heap.Free(block);
        Assert.That(TableFileView.AllEntries(Tables)[0].Sequence, Is.EqualTo(4), "left");
        Table("HPT", First);
        Assert.That(TableFileView.AllEntries(Tables)[0].Sequence, Is.EqualTo(6), "entered again");
    }

    [Test]
    public void ABlockThatIsKeptAfterItWasFreedIsNotListed()
    {
        Open();
        _heap.KeepsFreedBlocks = true;
        byte* kept = (byte*)Table("slot_phys[3]", First);
        _heap.Free(kept);
        Assert.Multiple(() =>
        {
            Assert.That(TableFileView.Entries(Tables), Is.Empty, "E19 as written: other processes do not see it");
            Assert.That(kept[0], Is.EqualTo(FreedBlock.Pattern), "late readers in the kernel do");
        });
        Table("slot_phys[3]", First);
        Assert.That(TableFileView.Entries(Tables), Has.Count.EqualTo(1), "the name is free");
    }

    [Test]
    public void AFullDirectoryIsFollowedByAnother()
    {
        Open();
        for (int i = 0; i < 300; i++)
            Table($"block {i}", First);
        Assert.That(
            TableFileView.Entries(Tables).Select(entry => entry.Name), Is.EqualTo(Enumerable.Range(0, 300).Select(i => $"block {i}")),
            "three directories");
    }

    [Test]
    public void TheFileGrowsAndEveryBlockLiesWhereItsEntrySays()
    {
        Open();
        List<nint> blocks = [];
        for (int i = 0; i < 5; i++)
            blocks.Add((nint)Table($"block {i}", First, (nuint)(30 * MB)));
        for (int i = 0; i < 5; i++)
            ((byte*)blocks[i])[0] = (byte)(i + 1);
        using FileStream file = new(Tables, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        List<int> firstBytes = [];
        foreach (TableFileEntry entry in TableFileView.Entries(Tables))
        {
            file.Position = entry.Offset;
            firstBytes.Add(file.ReadByte());
        }
        Assert.That(file.Length, Is.GreaterThan(64 * (long)MB), "it has grown");
        Assert.That(firstBytes, Is.EqualTo(new[] { 1, 2, 3, 4, 5 }), "each block through the file");
        blocks.ForEach(block => _heap.Free((void*)block));
        long length = file.Length;
        Table("block again", First, (nuint)(30 * MB));
        Assert.That(file.Length, Is.EqualTo(length), "memory that was given back is used first");
    }

    [Test]
    public void MemoryThatWasGivenBackComesZeroed()
    {
        Open();
        byte* block = (byte*)Table("HPT", First, 5000);
        new Span<byte>(block, 5000).Fill(0xaa);
        _heap.Free(block);
        Assert.That(
            new Span<byte>(Table("HPT", First, 5000), 5000).ContainsAnyExcept((byte)0), Is.False, "a freed block is not quarantined here");
    }

    [Test]
    public void ABlockForWhichTheFileHasNoRoomIsRefusedWithTheReason()
    {
        Open(limit: MB);
        Assert.Multiple(() =>
        {
            Assert.That(Table("HPT", First, (nuint)MB) == null, Is.True, "no room");
            Assert.That(
                _complaints.Single(),
                Does.StartWith($"{Tables}: no room for HPT (").And.Contain($"it has {MB} bytes, and may have {MB} at most; expected"),
                "file, name, value and expectation");
            Assert.That(_heap.Live, Is.Empty, "nothing is kept");
            Assert.That(Table("revmap", First, 64) != null, Is.True, "a smaller one has room");
        });
    }

    [Test]
    public void ADirectoryForWhichTheFileHasNoRoomIsARefusalWithTheReason()
    {
        Open(limit: 12288 + 128 * 4096);
        for (int i = 0; i < 128; i++)
            Assert.That(Table($"block {i}", First) != null, Is.True, $"block {i} has room");
        Assert.That(Table("one more", First) == null, Is.True, "no room");
        Assert.That(_complaints.Single(), Does.StartWith($"{Tables}: no room for").And.Contain("one more"), "file and name");
        Assert.That(TableFileView.Entries(Tables), Has.Count.EqualTo(128), "the others are listed");
        Assert.That(_heap.Live, Has.Count.EqualTo(128), "the others live");
    }

    [Test]
    public void AnEntryForWhichThereIsNoDirectoryIsARefusalWithTheReason()
    {
        Open(limit: 12288 + 129 * 4096);
        for (int i = 0; i < 128; i++)
            Assert.That(Table($"block {i}", First) != null, Is.True, $"block {i} has room");
        Assert.That(Table("one more", First) == null, Is.True, "there is room for the block, but not for another directory");
        Assert.That(
            _complaints.Single(), Does.Contain("no room for a directory").And.Contain("No entry is free for one more: all 128 are in use"),
            "what is full");
        Assert.That(_heap.Live, Has.Count.EqualTo(128), "the block was given back");
    }

    [Test]
    public void ALimitBelowADirectoryIsRefused()
    {
        Assert.That(
            () => SharedTableFile.Create(Tables, 4096), Throws.TypeOf<IOException>().With.Message.Contains("no room for a directory"),
            "no file can be that small");
        Assert.That(File.Exists(Tables), Is.False, "nothing is left");
    }

    [Test]
    public void ANameThatIsTooLongIsRefusedWithTheReason()
    {
        Open();
        Assert.That(Table(new string('n', 32), First) == null, Is.True, "31 characters fit");
        Assert.That(_complaints.Single(), Does.Contain("has 32 characters; expected at most 31, of ASCII"), "the reason");
        Assert.That(Table(new string('n', 31), First) != null, Is.True, "31 characters");
    }

    [Test]
    public void TheKernelLogSaysWhyAMachineHasNoRoom()
    {
        using KvmSystem system = KvmSystem.Boot();
        system.Heap.Tables = SharedTableFile.Create(Tables, MB);
        Assert.That(system.TryCreateVirtualMachine(out _, out KvmResult result), Is.False, "a table has 16 MB");
        Assert.That(result, Is.EqualTo(Errno.NoMemory), "the kernel's own answer");
        Assert.That(system.Log.Entries.Select(entry => entry.Message), Has.Some.StartsWith($"{Tables}: no room for HPT ("), "the reason");
        system.CheckForLeaks();
    }

    [Test]
    public void OthersMayReadTheFileAndNotWriteIt()
    {
        Open();
        if (OperatingSystem.IsWindows())
        {
            Assert.That(
                () => File.Open(Tables, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose(), Throws.InstanceOf<IOException>(),
                "it cannot be opened for writing");
            return;
        }
        Assert.That(
            File.GetUnixFileMode(Tables) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite),
            Is.EqualTo(UnixFileMode.None), "nobody may write");
    }

    [Test]
    public void AFileThatIsTruncatedIsAnExceptionAndNoSignal()
    {
        Open();
        byte* block = (byte*)Table("HPT", First, 100_000);
        block[99_999] = 1;
        long length = new FileInfo(Tables).Length;
        Truncate();

        Assert.That(
            _heap.ThrowIfTablesAreLost,
            Throws.TypeOf<NativeCorruptionException>().With.Message.Contains($"{Tables}: has 0 bytes; expected {length}."),
            "file, value and expectation");
        Assert.Multiple(() =>
        {
            Assert.That(block[99_999], Is.Zero, "an access ends in no signal; what was there is lost");
            Assert.That(_heap.Verify, Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("truncated"), "on demand");
            Assert.That(() => _heap.Free(block), Throws.Nothing, "the block can be freed");
            Assert.That(Table("revmap", First) == null, Is.True, "there are no further blocks");
            Assert.That(_complaints.Single(), Does.Contain("was truncated"), "the reason");
            Assert.That(_heap.ThrowIfTablesAreLost, Throws.TypeOf<NativeCorruptionException>(), "again");
        });
    }

    [Test]
    public void AMachineWhoseFileWasTruncatedRefusesCallsAndCanBeDisposed()
    {
        using KvmSystem system = KvmSystem.Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { TableFile = Tables } });
        VirtualMachine machine = system.CreateVirtualMachine();
        machine.SetMemoryRegion(0, 0, 32 * MB, system.Process.MapHugePages(32 * MB));
        VirtualCpu vcpu = machine.CreateVcpu(0);
        Truncate();
        Assert.Multiple(() =>
        {
            Assert.That(
                () => vcpu.Enter(HypercallOptions.None, 0, 1, 0x192),
                Throws.TypeOf<NativeCorruptionException>().With.Message.Contains(Tables), "the table is gone");
            Assert.That(machine.Dispose, Throws.Nothing, "the slots can be unpinned");
            Assert.That(
                system.CheckForLeaks, Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("truncated"),
                "the check reports it");
        });
    }

    private void Open(ulong limit = 1024 * MB) => _heap.Tables = SharedTableFile.Create(Tables, limit);

    private void* Table(string name, nuint owner, nuint length = 64) =>
        _heap.Allocate(name, length, options: BlockOptions.Table, owner: owner);

    private void Truncate()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("On Windows a file that is mapped cannot be truncated.");
            return;
        }
        File.SetUnixFileMode(Tables, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using FileStream file = new(Tables, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }

    // Prints "held" and waits to be killed, or ends with 1.
    private Process StartHolderOfTheLock()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
            Assert.Ignore("This test needs the program flock of Linux.");
        string script = $"exec 9>>'{Tables}.lock'; flock --nonblock 9 || exit 1; echo held; exec sleep 1000";
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true })!;
    }
}
