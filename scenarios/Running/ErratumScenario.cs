// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;

namespace Kernel.Scenarios.Running;

/// <summary>
/// A minimal scenario that shows a defect of the original. It runs twice: with the erratum as written, and with the erratum corrected.
/// </summary>
public abstract class ErratumScenario
{
    /// <summary>The number of the erratum, such as <c>E01</c>.</summary>
    public abstract string Number { get; }

    /// <summary>What the scenario does, in a few sentences.</summary>
    public abstract string Setting { get; }

    /// <summary>Other errata without which the defect is not visible: they are as written in both runs. All others are corrected.</summary>
    public virtual IReadOnlyList<Erratum> AlsoAsWritten => [];

    /// <summary>Why the two behaviours cannot be told apart; null if they can.</summary>
    public virtual string? Indistinguishable => null;

    /// <summary>Runs the scenario once, in the behaviour of the run.</summary>
    public abstract void Run(ErratumRun run);

    /// <summary>Runs the scenario in both behaviours.</summary>
    public ErratumReport Show()
    {
        ErratumDescription erratum = ErrataList.Find(Number) ?? throw new InvalidOperationException($"{Number} is not in the list.");
        if (erratum.Switch is not { } number)
            return new ErratumReport(erratum, Setting, [], [], Indistinguishable);
        IReadOnlyList<Observation> asWritten = ErratumRun.Of(this, ErrataSet.Of([number, .. AlsoAsWritten]), isAsWritten: true);
        IReadOnlyList<Observation> corrected = ErratumRun.Of(this, ErrataSet.Of([.. AlsoAsWritten]), isAsWritten: false);
        return new ErratumReport(erratum, Setting, AlsoAsWritten, [.. Merge(asWritten, corrected)], Indistinguishable);
    }

    // Both runs make the same observations in the same order; a run that ends early lacks the rest.
    private static IEnumerable<ErratumRow> Merge(IReadOnlyList<Observation> asWritten, IReadOnlyList<Observation> corrected)
    {
        foreach (string what in asWritten.Concat(corrected).Select(one => one.What).Distinct())
        {
            yield return new ErratumRow(
                what, asWritten.SingleOrDefault(one => one.What == what), corrected.SingleOrDefault(one => one.What == what));
        }
    }
}
