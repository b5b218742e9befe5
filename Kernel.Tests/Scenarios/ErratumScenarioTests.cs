// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios;
using Kernel.Scenarios.Running;
using NUnit.Framework;

namespace Kernel.Tests.Scenarios;

/// <summary>The scenarios that <c>kvmhv errata show</c> runs: each shows its defect as written, and no defect when corrected.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ErratumScenarioTests
{
    // E18, E49: the machine does not reorder accesses. E23: user space cannot see the defect. E36, E40, E50, E51: only another thread at
    // one moment shows it. The others have no switch.
    private static readonly string[] Indistinguishable =
    [
        "E18", "E23", "E36", "E40", "E49", "E50", "E51",
        .. ErrataList.All.Where(erratum => erratum.Switch is null).Select(erratum => erratum.Number),
    ];

    private static IEnumerable<string> Numbers => AllScenarios.List.Select(scenario => scenario.Number);

    [Test]
    public void EveryErratumHasOneScenario() => Assert.That(Numbers, Is.EqualTo(ErrataList.All.Select(erratum => erratum.Number)));

    [Test]
    public void TheErrataListHasEachSwitchOnceAndNumbersWithoutGaps()
    {
        Assert.That(ErrataList.All.Select(erratum => erratum.Switch).OfType<Erratum>(), Is.EqualTo(Enum.GetValues<Erratum>()));
        Assert.That(
            ErrataList.All.Select(erratum => erratum.Number), Is.EqualTo(Enumerable.Range(1, 72).Select(number => $"E{number:00}")));
        Assert.That(
            ErrataList.All.Where(erratum => erratum.Switch is not null && erratum.Switch.ToString() != erratum.Number), Is.Empty,
            "a switch has the number of its erratum");
    }

    [TestCaseSource(nameof(Numbers))]
    public void BothBehavioursAreAsTheScenarioClaims(string number)
    {
        ErratumReport report = AllScenarios.Find(number)!.Show();
        Assert.That(
            report.Rows.SelectMany(row => new[] { row.AsWritten, row.Corrected }).OfType<Observation>().Where(one => !one.IsAsExpected),
            Is.Empty);
        Assert.That(report.Rows.Any(row => row.Differs), Is.EqualTo(!Indistinguishable.Contains(number)), "the behaviours differ");
        Assert.That(
            report.Indistinguishable is null, Is.EqualTo(!Indistinguishable.Contains(number)),
            "a scenario with equal behaviours gives the reason");
        Assert.That(report.Holds, Is.True);
        Assert.That(report.Rows.Select(row => row.What), Is.Unique);
    }

    // The other errata are as written in both runs.
    [Test]
    public void OnlyFiveScenariosNeedOtherErrata() => Assert.That(
        AllScenarios.List.Where(scenario => scenario.AlsoAsWritten.Count != 0)
            .Select(scenario => $"{scenario.Number}: {string.Join(' ', scenario.AlsoAsWritten)}"),
        Is.EqualTo(new[] { "E04: E05 E72", "E10: E35", "E25: E35", "E29: E03", "E39: E06" }));

    [Test]
    public void AScenarioWithAnUnexpectedObservationDoesNotHold()
    {
        var wrong = new FakeScenario(run => run.See("one", 1, "1", "2"));
        Assert.That(wrong.Show().Holds, Is.False);
        Assert.That(wrong.Show().Rows.Single().Corrected, Is.EqualTo(new Observation("one", "1", "2")));
    }

    [Test]
    public void AScenarioWithEqualBehavioursDoesNotHold() =>
        Assert.That(new FakeScenario(run => run.See("one", 1, "1")).Show().Holds, Is.False);

    [Test]
    public void AScenarioThatEndsInAnOopsDoesNotHold()
    {
        var oops = new FakeScenario(run =>
        {
            run.See("the behaviour", run.IsAsWritten, "yes", "no");
            run.Boot();
            Kernel.Host.Diagnostics.Oops.Raise("kernel oops: unexpected");
        });
        ErratumReport report = oops.Show();
        Assert.That(report.Holds, Is.False);
        Assert.That(report.Rows[^1].AsWritten!.Seen, Is.EqualTo("kernel oops: unexpected"));
    }

    [Test]
    public void AScenarioThatLeaksKernelMemoryDoesNotHold()
    {
        var leak = new FakeScenario(run =>
        {
            run.See("the behaviour", run.IsAsWritten, "yes", "no");
            Leak(run);
        });
        Assert.That(leak.Show().Holds, Is.False);
    }

    private static unsafe void Leak(ErratumRun run) => run.Boot().Heap.Allocate("leaked by the test", 8);

    private sealed class FakeScenario(Action<ErratumRun> body) : ErratumScenario
    {
        public override string Number => "E11";

        public override string Setting => "A fake.";

        public override void Run(ErratumRun run) => body(run);
    }
}
