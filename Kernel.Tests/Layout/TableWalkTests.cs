// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using Kernel.Machine.Translation;
using Kernel.PageTables;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Layout;

/// <summary>
/// A C program, written from the layout pages and the Power ISA only, walks the tables that the port has built: in a dump, and in memory
/// that
/// it shares with the running machine. Two compilers build it.
/// </summary>
[TestFixture]
public sealed unsafe class TableWalkTests : FolderFixture
{
    private const ulong PinnedBit = 0x80;
    private const ulong Vsid = 0x1234567;
    private const ulong OneTerabyteVsid = 0x4321;

    private static IEnumerable<CTarget> Targets => [CTarget.Native, CTarget.PowerPc];

    private static IEnumerable<(ulong Vsid, int Segment, ulong Offset, int Page)> Questions =>
    [
        (Vsid, 28, 0x1000000, 24), (Vsid, 28, 0x3000, 12), (Vsid, 28, 0x4000, 12), (Vsid, 28, 0x20000, 16),
        (OneTerabyteVsid, 40, 0x12_3400_0000, 24), (OneTerabyteVsid, 40, 0x12_3500_0000, 24), (OneTerabyteVsid, 28, 0x1000000, 24),
    ];

    [TestCaseSource(nameof(Targets))]
    public void TheCWalkerAgreesWithThePortOnADump(object target)
    {
        using KvmSystem system = KvmSystem.Boot();
        using VirtualMachine machine = Fill(system);
        using (FileStream file = File.Create(PathOf("dump")))
            machine.WriteTables(file);

        using Asked asked = new((CTarget)target, PathOf("dump"));
        CompareAll(asked, machine);
        system.CheckForLeaks();
    }

    [TestCaseSource(nameof(Targets))]
    public void TheCWalkerAgreesWithThePortOnARunningMachine(object target)
    {
        using KvmSystem system =
            KvmSystem.Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { TableFile = PathOf("live") } });
        using VirtualMachine machine = Fill(system);
        using Asked asked = new((CTarget)target, PathOf("live"));
        CompareAll(asked, machine);

        // The program keeps its mapping, and must see the guest's changes through it.
        VirtualCpu vcpu = machine.CreateVcpu(1);
        int index = GroupOf(Vsid ^ 0x4) * 8;
        Enter(vcpu, index, (Vsid << 12) | 1, 0x0200_4190);
        CompareAll(asked, machine);
        Assert.That(asked.Answer(Question((Vsid, 28, 0x4000, 12))), Has.Some.StartsWith($"found {index:x}: "));

        Assert.That(vcpu.Remove(HypercallOptions.None, (ulong)index).IsSuccess, Is.True);
        CompareAll(asked, machine);
        Assert.That(asked.Answer(Question((Vsid, 28, 0x4000, 12))), Is.EqualTo(new[] { "none" }));

        machine.SetMemoryRegion(1, 0x4000_0000, 0, 0);
        Assert.That(
            asked.Answer("walk").Where(line => line.StartsWith("slot 1 ", StringComparison.Ordinal)), Is.Empty,
            "a deleted slot is not listed");
        CompareAll(asked, machine);
        system.CheckForLeaks();
    }

    [Test]
    public void TheCWalkerRefusesAFileWithoutTables()
    {
        File.WriteAllBytes(PathOf("zeroes"), new byte[1 << 20]);
        File.WriteAllText(PathOf("short"), "KVMHPTBL");
        Assert.Multiple(() =>
        {
            Refused("zeroes", "is no file of tables");
            Refused("short", "8 bytes");
            Refused("missing", "missing");
        });

        void Refused(string name, string said)
        {
            using Process process = CTarget.Native.Start("tables", PathOf(name));
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.EqualTo(2), name);
            Assert.That(process.StandardError.ReadToEnd(), Does.Contain(said), name);
        }
    }

    [Test]
    public void TheCWalkerFindsNothingInATableSmallerThanAGroup()
    {
        TableDump dump = new();
        dump.Add("HPT", words: 8);
        using (FileStream file = File.Create(PathOf("small")))
        {
            dump.WriteDirectory(file);
            TableDump.WriteWords(file, new ulong[8]);
        }

        using Asked asked = new(CTarget.Native, PathOf("small"));
        Assert.That(asked.Answer(Question((Vsid, 28, 0x1000000, 24))), Is.EqualTo(new[] { "none" }));
    }

    [Test]
    public void ATableFileReplacesOnlyAnEarlierTableFile()
    {
        KvmSystemOptions options = new() { Instruments = new InstrumentOptions { TableFile = PathOf("live") } };
        KvmSystem.Boot(options).CheckForLeaks();
        Assert.That(() => KvmSystem.Boot(options).CheckForLeaks(), Throws.Nothing);

        File.WriteAllText(PathOf("notes"), "a file of the user");
        KvmSystemOptions onNotes = options with { Instruments = new InstrumentOptions { TableFile = PathOf("notes") } };
        Assert.That(() => KvmSystem.Boot(onNotes), Throws.InstanceOf<IOException>().With.Message.Contains("notes"));
        Assert.That(File.ReadAllText(PathOf("notes")), Is.EqualTo("a file of the user"));
    }

    [Test]
    public void ATableFileFollowsALinkAndTakesNoNamedPipe()
    {
        KvmSystem.Boot(Options("live")).CheckForLeaks();
        Shell.Run(Folder, "ln -s live link; mkfifo pipe");
        KvmSystem.Boot(Options("link")).CheckForLeaks();
        Assert.That(new FileInfo(PathOf("link")).LinkTarget, Is.EqualTo("live"), "the link stays");
        Assert.That(() => KvmSystem.Boot(Options("pipe")), Throws.InstanceOf<IOException>().With.Message.Contains("pipe"));

        KvmSystemOptions Options(string name) => new() { Instruments = new InstrumentOptions { TableFile = PathOf(name) } };
    }

    [Test]
    public void ATableFileThatCannotBeCreatedLeavesNothingBooted()
    {
        KvmSystemOptions options = new()
        {
            Instruments = new InstrumentOptions { TableFile = Path.Combine(Folder, "none", "live") },
        };
        Assert.That(() => KvmSystem.Boot(options), Throws.InstanceOf<IOException>());
        Assert.That(() => KvmSystem.Boot().CheckForLeaks(), Throws.Nothing, "another system can be booted");
    }

    // Two slots, pages of three sizes in segments of two sizes, one page by its secondary hash.
    private static VirtualMachine Fill(KvmSystem system)
    {
        VirtualMachine machine = system.CreateVirtualMachine();
        machine.SetMemoryRegion(0, 0, 64 << 20, system.Process.MapHugePages(64 << 20));
        machine.SetMemoryRegion(1, 0x4000_0000, 32 << 20, system.Process.MapHugePages(32 << 20));
        VirtualCpu vcpu = machine.CreateVcpu(0);
        Enter(vcpu, GroupOf(Vsid ^ 1) * 8, (Vsid << 12) | (1 << 8) | 0x14 | 1, 0x0100_0192);
        Enter(vcpu, GroupOf(~(Vsid ^ 3)) * 8 + 2, (Vsid << 12) | 2 | 1, 0x0200_0e13 | 0x8000_0000_0000_0000);
        Enter(vcpu, GroupOf(Vsid ^ 2) * 8, (Vsid << 12) | 4 | 1, 0x4001_1190);
        Enter(
            vcpu, GroupOf(OneTerabyteVsid ^ OneTerabyteVsid << 25 ^ 0x1234) * 8,
            0x4000_0000_0000_0000 | (OneTerabyteVsid << 24) | (0x1234ul << 8) | 4 | 1, 0x0300_0114);
        Assert.That(machine.HashedPageTable.ValidCount, Is.EqualTo(4));
        return machine;
    }

    private static int GroupOf(ulong hash) => (int)(hash & 0x1ffff);

    private static void Enter(VirtualCpu vcpu, int index, ulong v, ulong r)
    {
        HypercallOutcome outcome = vcpu.Enter(HypercallOptions.None, (ulong)index, v, r);
        Assert.That(outcome.IsSuccess, Is.True, $"H_ENTER at {index:x}: {outcome}");
    }

    private static void CompareAll(Asked asked, VirtualMachine machine)
    {
        Assert.Multiple(() =>
        {
            Assert.That(asked.Answer("walk"), Is.EqualTo(Walk(machine)));
            foreach ((ulong Vsid, int Segment, ulong Offset, int Page) question in Questions)
                Assert.That(asked.Answer(Question(question)), Is.EqualTo(new[] { Find(machine, question) }), Question(question));
        });
    }

    private static string Question((ulong Vsid, int Segment, ulong Offset, int Page) page) =>
        string.Create(CultureInfo.InvariantCulture, $"find {page.Vsid:x} {page.Segment} {page.Offset:x} {page.Page}");

    // The expected output of the program, from the port.
    private static IEnumerable<string> Walk(VirtualMachine machine)
    {
        for (int index = 0; index < machine.HashedPageTable.EntryCount; index++)
        {
            IndexedHptEntry read = machine.HashedPageTable.Read(index);
            HptEntry entry = read.Entry;
            if (!entry.IsValid)
                continue;
            HptTranslation page = machine.HashedPageTable.Format.Decode(entry);
            string flags = $"{(entry.IsReferenced ? 'R' : '-')}{(entry.IsChanged ? 'C' : '-')}{(entry.IsSecondary ? 'H' : '-')}";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"entry {index:x}: vsid {page.Vsid:x} segment {page.SegmentShift} page {page.PageSize.Shift} real {page.RealAddress:x} "
                + $"protection {entry.Protection} key {entry.Key} wimg {entry.Wimg:x} {flags} guest {read.GuestSecond:x}");
        }
        for (int slot = 0; slot < 36; slot++)
        {
            ulong[] pages = machine.ReadSlotPages(slot);
            for (int page = 0; page < pages.Length; page++)
            {
                if (pages[page] == 0)
                    continue;
                string holder = (pages[page] & PinnedBit) != 0 ? "pinned" : "held by its area";
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"slot {slot} page {page}: real {pages[page] & ~PinnedBit:x} {holder}");
            }
        }
    }

    private static string Find(VirtualMachine machine, (ulong Vsid, int Segment, ulong Offset, int Page) page)
    {
        kvm* kvm = machine.Kvm;
        bool isOneTerabyte = page.Segment == 40;
        TranslationRegisters registers = new() { Sdr1 = kvm->arch.hpt_virt | 6, IsArch206 = true };
        Segment segment = new()
        {
            Vsid = page.Vsid,
            IsOneTerabyte = isOneTerabyte,
            PageShift = page.Page,
            Tag = isOneTerabyte ? 1ul << 62 | page.Vsid << 24 : page.Vsid << 12,
        };
        ulong* found = HashTableWalker.Find(registers, segment, page.Offset, out ulong v, out ulong r);
        if (found == null)
            return "none";
        HptEntry entry = new(v, r);
        HptTranslation translation = machine.HashedPageTable.Format.Decode(entry);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"found {((ulong)found - kvm->arch.hpt_virt) >> 4:x}: real {translation.RealAddress:x} protection {entry.Protection}");
    }

    /// <summary>The running C program, which has a file open and answers questions about it.</summary>
    private sealed class Asked(CTarget target, string file) : IDisposable
    {
        private readonly Process _process = target.Start("tables", file);

        public List<string> Answer(string question)
        {
            _process.StandardInput.WriteLine(question);
            _process.StandardInput.Flush();
            List<string> lines = [];
            while (_process.StandardOutput.ReadLine() is { } line && line != "end")
                lines.Add(line);
            Assert.That(_process.HasExited, Is.False, "the program is still running");
            return lines;
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            string errors = _process.StandardError.ReadToEnd();
            int code = _process.ExitCode;
            _process.Dispose();
            Assert.That((code, errors), Is.EqualTo((0, "")));
        }
    }
}
