// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// A system with one of everything open: each order in which the objects are disposed, the system anywhere among them, leaves nothing.
/// </summary>
[TestFixture]
public sealed class DisposalOrderTests : SystemFixture
{
    private const ulong Bus = 0x7100_0001;

    private static readonly string[] Objects = ["system", "machine", "table", "area", "hold"];

    private Guest _guest = null!;
    private Dictionary<string, IDisposable> _open = null!;
    private RunningVcpu _run = null!;
    private bool _isInside;
    private int _finallyCount;

    // The system is disposed by a CheckForLeaks that finds nothing.
    private static IEnumerable<string> Orders => Permutations([]).Select(order => string.Join(' ', order));

    private static IEnumerable<string> Rotations =>
        Enumerable.Range(0, Objects.Length).Select(first => string.Join(' ', Objects[first..].Concat(Objects[..first])));

    [TestCaseSource(nameof(Orders))]
    public void NothingIsLeft(string order)
    {
        OpenEverything(default);
        foreach (string name in order.Split(' '))
            Deadline.Run($"the disposal of the {name}", _open[name].Dispose);
        AssertOver();
        Assert.That(Booted.CheckForLeaks, Throws.Nothing, "everything has been freed");
    }

    [TestCaseSource(nameof(Rotations))]
    public void NothingIsLeftAfterAnOops(string order)
    {
        OpenEverything(ErrataSet.Of(Erratum.E01));
        OopsOf(() => _guest.Cpu.EnterHugePage(9, HugePage));
        foreach (string name in order.Split(' '))
            Deadline.Run($"the disposal of the {name}", _open[name].Dispose);
        AssertOver();
    }

    [Test]
    public void EverythingMayBeDisposedAtTheSameTime([Range(0, 9)] int round)
    {
        OpenEverything(default);
        using var start = new Barrier(2 * Objects.Length);
        Task[] disposals =
        [
            .. Objects.Concat(Objects).Select(name => Deadline.Start(() =>
            {
                start.SignalAndWait();
                _open[name].Dispose();
            })),
        ];
        Deadline.Join($"all disposals of round {round}", disposals);
        AssertOver();
    }

    [Test]
    public void DisposeReturnsWhenAnotherThreadHasSwitchedTheSystemOff()
    {
        KvmSystem first = Boot();
        GuestWithMemory();
        using var start = new Barrier(2);
        Task[] disposals =
        [
            .. Enumerable.Range(0, 2).Select(_ => Deadline.Start(() =>
            {
                start.SignalAndWait();
                first.Dispose();
                Assert.That(first.CreateVirtualMachine, Throws.TypeOf<ObjectDisposedException>(), "the system is off");
            })),
        ];
        Deadline.Join("both disposals", disposals);
        Assert.That(() => Boot(), Throws.Nothing, "the machine is free for another system");
    }

    [Test]
    public void AMachineWhoseTableIsOpenIsDestroyedWithTheSystem()
    {
        Boot();
        VirtualMachine machine = Booted.CreateVirtualMachine();
        TceTable table = machine.CreateTceTable(Bus, 1 << 20);
        machine.Dispose();
        Assert.That(Booted.Heap.Live.Any(block => block.Name == "HPT"), Is.True, "the table keeps its machine");
        Assert.That(Booted.CheckForLeaks, Throws.Nothing, "the descriptor is closed, the table freed, the machine destroyed");
        Assert.That(table.Dispose, Throws.Nothing, "the table is closed");
    }

    private static IEnumerable<string[]> Permutations(string[] begun) => begun.Length == Objects.Length
        ? [begun]
        : Objects.Except(begun).SelectMany(next => Permutations([.. begun, next]));

    private void OpenEverything(ErrataSet errata)
    {
        (_isInside, _finallyCount) = (false, 0);
        Boot(errata, pageShift: 12, recordInvalidations: true, clock: new ManualClock());
        _guest = GuestWithMemory(vcpus: 2);
        _guest.Machine.DisableRealModeArea();                   // with E01 as written, setting it up is an oops
        _guest.Cpu.EnterHugePage(8, 0);                         // a pinned page and an entry
        TceTable table = _guest.Machine.CreateTceTable(Bus, 1 << 20);
        Booted.Process.ReadDoubleword(table.Map());
        Booted.AddRealModeArea(64 * MB);
        RealModeArea area = _guest.Machine.AllocateRealModeArea();
        area.Map();
        _open = new Dictionary<string, IDisposable>
        {
            ["system"] = Booted,
            ["machine"] = _guest.Machine,
            ["table"] = table,
            ["area"] = area,
            ["hold"] = Booted.Instruments.HoldNextInvalidation(),
        };
        _guest.Cpus[1].Load(new GuestProgram(Stay));
        _run = RunningVcpu.Start(_guest.Cpus[1]);
        GuestRuns.Await(() => Volatile.Read(ref _isInside) || _run.HasEnded, "the guest runs");
    }

    private void AssertOver()
    {
        GuestRuns.Await(() => _run.HasEnded, "the run ends");
        Assert.That(_finallyCount, Is.EqualTo(1), "the program was disposed");
        Assert.That(() => _guest.Cpu.Id, Throws.TypeOf<ObjectDisposedException>(), "the machine is disposed");
        Assert.That(() => Booted.CheckExtension(0), Throws.TypeOf<ObjectDisposedException>(), "the system is disposed");
        foreach ((string name, IDisposable open) in _open)
            Assert.That(open.Dispose, Throws.Nothing, $"a second Dispose of the {name} does nothing");
    }

    private IEnumerable<GuestInstruction> Stay(GuestCpu cpu)
    {
        try
        {
            Volatile.Write(ref _isInside, true);
            while (true)
                yield return Pause();
        }
        finally
        {
            Interlocked.Increment(ref _finallyCount);
        }
    }
}
