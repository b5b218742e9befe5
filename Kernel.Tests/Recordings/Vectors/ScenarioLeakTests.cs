// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;
using Kernel.Recordings.Vectors;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Vectors;

/// <summary>A scenario that agrees with the original still fails if the port leaks memory.</summary>
[TestFixture]
public sealed unsafe class ScenarioLeakTests
{
    [Test]
    public void ALeakIsReportedAfterTheScenario()
    {
        using Scenario scenario = Played();
        SimulatedHost.Current.Heap.Allocate("leaked by the test", 8);
        Assert.That(scenario.Close, Throws.TypeOf<NativeLeakException>().With.Message.Contains("leaked by the test"));
    }

    [Test]
    public void ALeakIsNotReportedAfterAFailure()
    {
        Scenario scenario = Played();
        SimulatedHost.Current.Heap.Allocate("leaked by the test", 8);
        Assert.That(scenario.Dispose, Throws.Nothing);
    }

    private static Scenario Played()
    {
        Scenario scenario = new(VectorVariant.Corrected);
        foreach (OperationLine line in LineReader.Read(VectorData.PathOf("pub-01.jsonl.gz")).Skip(1))
            scenario.Play(line);
        return scenario;
    }
}
