// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;

namespace Kernel.Tests.Fidelity;

/// <summary>A ported function laid beside its original: what differs, and which entries of the tables explain what else does.</summary>
internal sealed class Comparison
{
    private Comparison(OriginalFunction function, PortedMethod method)
    {
        CompareCalls(function, method);
        CompareConstants(function, method);
    }

    /// <summary>Differences in the calls that no table explains, each as a sentence.</summary>
    internal List<string> CallComplaints { get; } = [];

    /// <summary>The same for the constants.</summary>
    internal List<string> ConstantComplaints { get; } = [];

    /// <summary>The entries of <see cref="Correspondence"/> that explain a difference.</summary>
    internal List<object> UsedEntries { get; } = [];

    /// <summary>The counterparts of a function: one, if everything is in order.</summary>
    internal static IReadOnlyList<PortedMethod> CounterpartsOf(OriginalFunction function) =>
        [.. PortZone.Methods.Where(method => method.SourceFile == PortZone.SourceOf(function.File) && method.Name == function.Name)];

    /// <summary>Compares a function with its one counterpart.</summary>
    internal static Comparison Of(OriginalFunction function) => new(function, CounterpartsOf(function).Single());

    private void CompareCalls(OriginalFunction function, PortedMethod method)
    {
        HashSet<string> called = [.. method.Calls.Select(call => call.Name)];
        HashSet<string> expected = [];
        foreach (string callee in function.Calls)
        {
            if (called.Contains(callee))
                expected.Add(callee);
            else if (Correspondence.Renamings.SingleOrDefault(entry => entry.Callee == callee && called.Contains(entry.InPort)) is { } renaming)
            {
                expected.Add(renaming.InPort);
                UsedEntries.Add(renaming);
            }
            else if (Correspondence.NotCalled.SingleOrDefault(entry => entry.Function == function.Name && entry.Name == callee) is { } absence)
                UsedEntries.Add(absence);
            else
                CallComplaints.Add($"{method} does not call {callee}, which {function} calls.");
        }
        foreach (PortedCall call in method.Calls.Where(call => call.IsPortZone && !expected.Contains(call.Name)))
        {
            if (Correspondence.Added.FirstOrDefault(entry => entry.Callee == call.Name && (entry.Function == "*" || entry.Function == function.Name)) is { } addition)
                UsedEntries.Add(addition);
            else
                CallComplaints.Add($"{method} calls {call.Name}, which {function} does not call.");
        }
    }

    private void CompareConstants(OriginalFunction function, PortedMethod method)
    {
        foreach (string constant in function.Constants.Where(constant => constant != "NULL" && !method.Identifiers.Contains(constant)))
        {
            if (Correspondence.ConstantsNotUsed.SingleOrDefault(entry => entry.Function == function.Name && entry.Name == constant) is { } absence)
                UsedEntries.Add(absence);
            else
                ConstantComplaints.Add($"{method} does not use {constant}, which {function} uses.");
        }
    }
}
