// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;

namespace Kernel.Scenarios;

/// <summary>A minimal scenario in which a defect of the original shows. It is run twice: with the erratum as written, and corrected.</summary>
public abstract class ErratumScenario
{
    /// <summary>The number that it belongs to.</summary>
    public abstract string Number { get; }

    /// <summary>What it does, in a few sentences.</summary>
    public abstract string Setting { get; }

    /// <summary>Errata without which this one does not show: as written in both runs. All others are corrected.</summary>
    public virtual IReadOnlyList<Erratum> AlsoAsWritten => [];

    /// <summary>Why the two behaviours cannot be told apart; null if they can.</summary>
    public virtual string? Indistinguishable => null;

    /// <summary>Whether there is anything to run.</summary>
    public virtual bool CanRun => true;

    /// <summary>Runs it in one behaviour.</summary>
    public abstract void Run(ErratumRun run);

    /// <summary>Runs it in both.</summary>
    public ErratumReport Show()
    {
        ErratumDescription erratum = ErrataList.Find(Number) ?? throw new InvalidOperationException($"{Number} is not in the list.");
        if (!CanRun || erratum.Switch is not { } number)
            return new ErratumReport(erratum, Setting, [], [], Indistinguishable);
        IReadOnlyList<Observation> asWritten = ErratumRun.Of(this, ErrataSet.Of([number, .. AlsoAsWritten]), isAsWritten: true);
        IReadOnlyList<Observation> corrected = ErratumRun.Of(this, ErrataSet.Of([.. AlsoAsWritten]), isAsWritten: false);
        return new ErratumReport(erratum, Setting, AlsoAsWritten, [.. Merge(asWritten, corrected)], Indistinguishable);
    }

    // Both look at the same things in the same order; a run that ends early leaves out the rest.
    private static IEnumerable<ErratumRow> Merge(IReadOnlyList<Observation> asWritten, IReadOnlyList<Observation> corrected)
    {
        foreach (string what in asWritten.Concat(corrected).Select(one => one.What).Distinct())
            yield return new ErratumRow(what, asWritten.SingleOrDefault(one => one.What == what), corrected.SingleOrDefault(one => one.What == what));
    }
}
