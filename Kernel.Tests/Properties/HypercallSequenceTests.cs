// SPDX-License-Identifier: GPL-2.0-only
using CsCheck;
using Kernel.Host.Memory;
using Kernel.Machine;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Properties;

/// <summary>
/// Random sequences of hypercalls against <see cref="TableModel"/>. After each step, the result, the path, the guest's registers, the
/// invalidations and the touched groups must be those of the model; at the end also the whole table and every page's reference count.
/// </summary>
/// <remarks>
/// A failing sequence is first shrunk. The message ends with its seed; to replay it, set the environment variable <c>CsCheck_Seed</c> to
/// the
/// seed. <c>CsCheck_Iter</c> sets the number of sequences.
/// </remarks>
[TestFixture]
public sealed unsafe class HypercallSequenceTests
{
    private const int Sequences = 250;
    private const int CheckedRegisters = 9;
    private const ulong EntryCount = 1 << 20;

    private static readonly string[] Required =
    [
        "Enter H_SUCCESS", "Enter H_PTEG_FULL", "Enter H_PARAMETER", "Enter answered in RealMode", "Enter answered in VirtualMode",
        "Enter 4 KB", "Enter 64 KB", "Enter 16 MB", "Enter secondary", "Enter exact", "Enter exact H_PTEG_FULL",
        "Remove H_SUCCESS", "Remove H_NOT_FOUND", "Remove H_PARAMETER", "Remove AVPN hit", "Remove AVPN miss", "Remove ANDCOND hit",
        "Remove ANDCOND miss",
        "Protect H_SUCCESS", "Protect H_NOT_FOUND", "Protect H_PARAMETER", "Protect AVPN hit", "Protect AVPN miss",
        "Read H_SUCCESS", "Read H_PARAMETER", "BulkRemove H_SUCCESS", "BulkRemove H_PARAMETER",
        "Bulk response 0x8", "Bulk response 0x9", "Bulk response 0xa", "Bulk end mark", "Bulk rest unchanged", "Use of a valid entry",
    ];

    // -1: the value of the environment variable.
    private static int Iterations => Environment.GetEnvironmentVariable("CsCheck_Iter") is { Length: > 0 } ? -1 : Sequences;

    private static bool IsReplay => Environment.GetEnvironmentVariable("CsCheck_Seed") is { Length: > 0 };

    [Test]
    public void HypercallsOfOneVcpuMatchTheModel() => Check(vcpus: 1, [.. Required, "invalidation local"]);

    [Test]
    public void HypercallsOfTwoVcpusMatchTheModelWithGlobalInvalidations() => Check(vcpus: 2, [.. Required, "invalidation global"]);

    // Proves that the comparison can fail.
    [Test]
    public void AWrongModelIsDetectedAndTheFailingSequencePrinted()
    {
        Exception failure = Assert.Catch(() => StepGenerators.Sequence(vcpus: 1).Sample(
            steps => Play(steps, vcpus: 1, new OutcomeCoverage(), modelVcpus: 2), iter: 200, threads: 1, print: Print))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.Contain("CsCheck_Seed"));
            Assert.That(failure.Message, Does.Contain("vcpu 0: Enter("), "the sequence is printed");
        });
    }

    private static void Check(int vcpus, IReadOnlyList<string> required)
    {
        var coverage = new OutcomeCoverage();
        StepGenerators.Sequence(vcpus).Sample(steps => Play(steps, vcpus, coverage, vcpus), iter: Iterations, threads: 1, print: Print);
        if (!IsReplay)
            coverage.Require(required);
    }

    private static string Print(GuestStep[] steps) => Environment.NewLine + string.Join(Environment.NewLine, (IEnumerable<GuestStep>)steps);

    private static void Play(GuestStep[] steps, int vcpus, OutcomeCoverage coverage, int modelVcpus)
    {
        using KvmSystem system =
            KvmSystem.Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { RecordInvalidations = true } });
        using VirtualMachine machine = system.CreateVirtualMachine();
        TableModel.Slot[] slots = [AddSlot(system, machine, 0, 0, 2), AddSlot(system, machine, 3, 64 << 20, 1)];
        VirtualCpu[] cpus = [.. Enumerable.Range(0, vcpus).Select(machine.CreateVcpu)];
        var model = new TableModel(slots, modelVcpus, (ulong)machine.Lpid);

        HashSet<ulong> groups = [];
        foreach (GuestStep step in steps)
        {
            CountInputs(step, model, coverage);
            Expectation expected = model.Apply(step);
            CompareOutcome(step, expected, Run(step, machine, cpus[step.Vcpu]), coverage);
            groups.UnionWith(step.Indices.Where(index => index < EntryCount).Select(index => index >> 3));
            CompareGroups(step, groups, model, machine);
        }

        Require(machine.HashedPageTable.ValidCount, model.ValidCount, "valid entries at the end");
        CompareReferences(system, slots, model.Pinned);
        machine.Dispose();
        CompareReferences(system, slots, new HashSet<ulong>());
        system.CheckForLeaks();
    }

    private static TableModel.Slot AddSlot(KvmSystem system, VirtualMachine machine, int id, ulong guestAddress, int pages)
    {
        ulong user = system.Process.MapHugePages((ulong)pages << 24);
        machine.SetMemoryRegion(id, guestAddress, (ulong)pages << 24, user);
        var real = new ulong[pages];
        for (int i = 0; i < pages; i++)
        {
            page* page = null;
            Require(system.Host.Process.GetUserPage(user + ((ulong)i << 24), write: true, &page), 1, "pages of the process");
            real[i] = page->pfn << system.Options.PageShift;
            system.Host.Memory.Put(page);
        }
        return new TableModel.Slot(guestAddress, real);
    }

    private static Expectation Run(GuestStep step, VirtualMachine machine, VirtualCpu vcpu)
    {
        Span<ulong> registers = stackalloc ulong[CheckedRegisters];
        registers.Fill(0x5555_0000_aaaa_0000);
        for (int i = 0; i < step.Arguments.Count; i++)
            registers[i] = step.Arguments[i];
        ulong number = step.Kind switch
        {
            StepKind.Enter => 0x08,
            StepKind.Remove => 0x04,
            StepKind.Protect => 0x18,
            StepKind.Read => 0x0c,
            StepKind.BulkRemove => 0x124,
            _ => 0,
        };
        HypercallOutcome outcome = default;
        if (number != 0)
        {
            outcome = vcpu.Hypercall((HypercallNumber)number, registers);
            for (int i = 0; i < CheckedRegisters; i++)
                registers[i] = vcpu.Gpr[4 + i];
        }
        else
        {
            machine.HashedPageTable.HardwareSetReferenceChange((int)step.Arguments[0], step.Arguments[1]);
        }
        return new Expectation((long)outcome.Result, outcome.Path, registers.ToArray(), TlbInvalidationLog.Take());
    }

    private static void CompareOutcome(GuestStep step, Expectation expected, Expectation actual, OutcomeCoverage coverage)
    {
        Require(actual.Result, expected.Result, $"r3 after {step}");
        Require(actual.Path, expected.Path, $"path of {step}");
        for (int i = 0; i < CheckedRegisters; i++)
            Require(
                actual.Registers[i], i < expected.Registers.Count ? expected.Registers[i] : 0x5555_0000_aaaa_0000,
                $"r{4 + i} after {step}");
        Require(string.Join(", ", actual.Invalidations), string.Join(", ", expected.Invalidations), $"invalidations of {step}");

        string result = expected.Result switch
        {
            0 => "H_SUCCESS",
            -4 => "H_PARAMETER",
            -6 => "H_PTEG_FULL",
            -7 => "H_NOT_FOUND",
            long other => $"{other}",
        };
        coverage.Count($"{step.Kind} {result}");
        foreach (TlbInvalidation invalidation in expected.Invalidations)
            coverage.Count(invalidation.IsGlobal ? "invalidation global" : "invalidation local");
        switch (step.Kind)
        {
            case StepKind.Enter:
                coverage.Count($"Enter answered in {expected.Path}");
                if ((step.Arguments[0] & 1ul << 39) != 0)
                    coverage.Count(expected.Result == 0 ? "Enter exact" : $"Enter exact {result}");
                if (expected.Result == 0)
                {
                    coverage.Count(
                        (step.Arguments[2] & 4) == 0 ? "Enter 4 KB" : (step.Arguments[3] & 0xf000) != 0 ? "Enter 64 KB" : "Enter 16 MB");
                    if ((step.Arguments[2] & 2) != 0)
                        coverage.Count("Enter secondary");
                }
                break;
            case StepKind.BulkRemove:
                for (int i = 0; i < 8; i += 2)
                {
                    if (expected.Registers[i] != step.Arguments[i])
                        coverage.Count($"Bulk response 0x{expected.Registers[i] >> 60:x}");
                    else
                    {
                        coverage.Count(expected.Result == 0 ? "Bulk end mark" : "Bulk rest unchanged");
                        break;
                    }
                }
                break;
        }
    }

    private static void CountInputs(GuestStep step, TableModel model, OutcomeCoverage coverage)
    {
        if (step.Kind == StepKind.Use && model.EntryAt(step.Arguments[0]).IsValid)
            coverage.Count("Use of a valid entry");
        if (step.Kind is not (StepKind.Remove or StepKind.Protect) || model.EntryAt(step.Arguments[1]) is not { IsValid: true } entry)
            return;
        if ((step.Arguments[0] & 1ul << 31) != 0)
            coverage.Count($"{step.Kind} AVPN {((entry.V & ~0x7ful) == step.Arguments[2] ? "hit" : "miss")}");
        if ((step.Arguments[0] & 1ul << 30) != 0)
            coverage.Count($"{step.Kind} ANDCOND {((entry.V & step.Arguments[2]) == 0 ? "hit" : "miss")}");
    }

    // Compares the raw words as well, so that a lock left behind is found.
    private static void CompareGroups(GuestStep step, IEnumerable<ulong> groups, TableModel model, VirtualMachine machine)
    {
        ReadOnlySpan<ulong> words = machine.HashedPageTable.Words;
        foreach (ulong group in groups)
        {
            for (ulong index = group << 3; index < (group + 1) << 3; index++)
            {
                TableModel.Entry expected = model.EntryAt(index);
                IndexedHptEntry same = new((int)index, new HptEntry(expected.V, expected.R), expected.GuestR);
                IndexedHptEntry actual = machine.HashedPageTable.Read((int)index);
                if (words[(int)index * 2] == expected.V && actual == same)
                    continue;
                Require(words[(int)index * 2], expected.V, $"V of entry 0x{index:x} after {step}");
                Require(actual.Entry.Second, expected.R, $"R of entry 0x{index:x} after {step}");
                Require(actual.GuestSecond!.Value, expected.GuestR, $"reverse map of entry 0x{index:x} after {step}");
            }
        }
    }

    // Each page has the reference of its mapping; a pinned page has one more.
    private static void CompareReferences(KvmSystem system, TableModel.Slot[] slots, IReadOnlySet<ulong> pinned)
    {
        PhysicalMemory memory = system.PhysicalMemory;
        foreach (ulong real in slots.SelectMany(slot => slot.RealAddresses))
            Require(
                memory.ReferenceCount(real >> system.Options.PageShift), pinned.Contains(real) ? 2 : 1,
                $"references of the page at 0x{real:x}");
        Require(memory.UnusualReferenceCounts().Count(), pinned.Count, "pages with an extra reference");
    }

    // Throws instead of asserting, because NUnit would record a failure for every sequence that is tried while shrinking.
    private static void Require<T>(T actual, T expected, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
            throw new InvalidOperationException($"{what}: expected {Text(expected)}, was {Text(actual)}");
    }

    private static string Text<T>(T value) => value is ulong number ? $"0x{number:x}" : $"{value}";
}
