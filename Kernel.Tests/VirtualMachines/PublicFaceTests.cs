// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// Every public member of the face, after its system is disposed and while that happens on another thread: an answer, or an exception that
/// says so; never an access to memory that is gone.
/// </summary>
[TestFixture]
public sealed class PublicFaceTests : SystemFixture
{
    // What answers after the disposal, as its documentation says. All other members throw an ObjectDisposedException.
    private static readonly string[] Answers =
    [
        "KvmSystem.get_Options", "KvmSystem.get_Process", "KvmSystem.get_PhysicalMemory", "KvmSystem.get_Log", "KvmSystem.get_Instruments",
        "KvmSystem.add_GuestEventOccurred", "KvmSystem.remove_GuestEventOccurred", "KvmSystem.add_PagePinned",
        "KvmSystem.remove_PagePinned", "KvmSystem.Dispose", "KvmSystem.CheckForLeaks",
        "Instruments.get_Faults", "Instruments.get_Statistics", "FaultInjector.FailNext", "FaultInjector.Clear", "KernelLog.get_Entries",
        "VirtualMachine.get_HashedPageTable", "VirtualMachine.Dispose", "HashedPageTable.get_Format",
        "VirtualCpu.get_Gpr", "VirtualCpu.get_IsAsleep", "VirtualCpu.get_LastRunReturned", "VirtualCpu.Signal",
        "TceTable.get_Descriptor", "TceTable.get_EntryCount", "TceTable.Dispose",
        "RealModeArea.get_Descriptor", "RealModeArea.get_Size", "RealModeArea.Dispose", "HeldInvalidation.Dispose",
        "AddressSpace.get_MappingCount",
        "GuestCpu.get_Id", "GuestCpu.get_Gpr", "GuestCpu.get_Value", "GuestCpu.get_IsAnsweredByHost", "GuestCpu.SkipInstruction",
    ];

    // What makes something new each time: once by each thread is enough.
    private static readonly string[] Makers =
    [
        "KvmSystem.CreateVirtualMachine", "KvmSystem.TryCreateVirtualMachine", "KvmSystem.AddRealModeArea",
        "VirtualMachine.AllocateRealModeArea", "VirtualMachine.TryAllocateRealModeArea", "VirtualMachine.CreateTceTable",
        "VirtualMachine.TryCreateTceTable", "AddressSpace.Map", "AddressSpace.MapHugePages", "TceTable.Map", "RealModeArea.Map",
        "VirtualMachine.WriteTables", "FaultInjector.FailNext",
    ];

    private static readonly string[] Enders =
        ["KvmSystem.Dispose", "KvmSystem.CheckForLeaks", "VirtualMachine.Dispose", "VirtualCpu.RunOnThread", "AddressSpace.Unmap"];

    [Test]
    public void EveryClassOfTheFaceHasAnObjectHere()
    {
        Boot(recordInvalidations: true);
        Assert.That(new PublicFace(Booted).MissingClasses, Is.Empty, "a new class is added to PublicFace");
        Assert.That(
            Answers.Concat(Makers).Concat(Enders).Except(PublicFace.Names), Is.Empty, "the lists name members that exist");
        Assert.That(PublicFace.Names.Count(), Is.GreaterThan(100), "the members are found");
    }

    [Test]
    public void OfADisposedSystemEveryMemberAnswersOrThrows([Values] bool afterAnOops, [Values] bool machineFirst)
    {
        Boot(afterAnOops ? ErrataSet.Of(Erratum.E01) : default, pageShift: 12, recordInvalidations: true);
        var face = new PublicFace(Booted);
        if (afterAnOops)
            OopsOf(() => face.Vcpu.EnterHugePage(9, HugePage));
        if (machineFirst)
            face.Machine.Dispose();
        face.System.Dispose();
        Assert.Multiple(() =>
        {
            foreach ((string name, Action use) in face.Members)
                Assert.That(Describe(use), Is.EqualTo(ExpectedOf(name)), name);
        });
    }

    [Test]
    public void OfADisposedMachineEveryMemberAnswersOrThrows()
    {
        Boot(recordInvalidations: true);
        var face = new PublicFace(Booted);
        face.Machine.Dispose();
        string[] classes = ["VirtualMachine", "HashedPageTable", "VirtualCpu", "GuestRegisters", "GuestCpu"];
        Assert.Multiple(() =>
        {
            foreach ((string name, Action use) in face.Members.Where(member => classes.Contains(member.Name.Split('.')[0])))
                Assert.That(Describe(use), Is.EqualTo(ExpectedOf(name)), name);
        });
    }

    [Test]
    public void BesideADisposeEveryMemberAnswersOrThrows([Range(0, 5)] int round)
    {
        Boot(recordInvalidations: true);
        var face = new PublicFace(Booted);
        using var start = new Barrier(4);
        Task[] users =
        [
            .. Enumerable.Range(0, 3).Select(number => Deadline.Start(() =>
            {
                start.SignalAndWait();
                UseEverything(face, new Random(3 * round + number));
            })),
        ];
        start.SignalAndWait();
        Task disposal = Deadline.Start(() =>
        {
            if (round % 2 != 0)
                face.Machine.Dispose();
            face.System.Dispose();
        });
        Deadline.Join($"round {round}", [.. users, disposal]);
    }

    // Until the system is off. Members run in a different order on each thread.
    private static void UseEverything(PublicFace face, Random random)
    {
        (string Name, Action Use)[] members = [.. face.Members.Where(member => !Enders.Contains(member.Name))];
        bool isFirst = true;
        do
        {
            random.Shuffle(members);
            foreach ((string name, Action use) in members.Where(member => isFirst || !Makers.Contains(member.Name)))
            {
                string outcome = Describe(use);
                Assert.That(
                    outcome,
                    Is.AnyOf(
                        "an answer", nameof(ObjectDisposedException), nameof(InvalidOperationException), nameof(KvmException),
                        nameof(ArgumentException)),
                    name);
            }
            isFirst = false;
        }
        while (Describe(() => face.System.CheckExtension(0)) == "an answer");
    }

    private static string ExpectedOf(string name) => Answers.Contains(name) ? "an answer"
        : name.StartsWith(nameof(GuestCpu), StringComparison.Ordinal) ? nameof(InvalidOperationException)
        : nameof(ObjectDisposedException);

    private static string Describe(Action use)
    {
        try
        {
            use();
            return "an answer";
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }
}
