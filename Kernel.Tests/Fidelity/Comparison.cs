// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares a ported function with its original: unexplained differences, and the table entries that explain the others.</summary>
internal sealed class Comparison
{
    private Comparison(OriginalFunction function, PortedMethod method)
    {
        CompareCalls(function, method);
        CompareConstants(function, method);
    }

    /// <summary>Differences in calls that no table entry explains, each as a sentence.</summary>
    internal List<string> CallComplaints { get; } = [];

    /// <summary>Differences in constants that no table entry explains, each as a sentence.</summary>
    internal List<string> ConstantComplaints { get; } = [];

    /// <summary>The entries of <see cref="Correspondence"/> that explain a difference.</summary>
    internal List<object> UsedEntries { get; } = [];

    /// <summary>The ported methods of a function; exactly one is expected.</summary>
    internal static IReadOnlyList<PortedMethod> CounterpartsOf(OriginalFunction function) =>
        [.. PortZone.Methods.Where(method => method.SourceFile == PortZone.SourceOf(function.File) && method.Name == function.Name)];

    /// <summary>Compares a function with its ported method.</summary>
    internal static Comparison Of(OriginalFunction function) => new(function, CounterpartsOf(function).Single());

    private void CompareCalls(OriginalFunction function, PortedMethod method)
    {
        HashSet<string> called = [.. method.Calls.Select(call => call.Name)];
        HashSet<string> expected = [];
        foreach (string callee in function.Calls)
        {
            if (called.Contains(callee))
                expected.Add(callee);
            else if (RenamingOf(callee, called) is { } renaming)
            {
                expected.Add(renaming.InPort);
                UsedEntries.Add(renaming);
            }
            else if (Find(Correspondence.NotCalled, function, callee) is { } absence)
                UsedEntries.Add(absence);
            else
                CallComplaints.Add($"{method} does not call {callee}, which {function} calls.");
        }
        foreach (PortedCall call in method.Calls.Where(call => call.IsPortZone && !expected.Contains(call.Name)))
        {
            if (AdditionOf(function, call.Name) is { } addition)
                UsedEntries.Add(addition);
            else
                CallComplaints.Add($"{method} calls {call.Name}, which {function} does not call.");
        }
    }

    private void CompareConstants(OriginalFunction function, PortedMethod method)
    {
        foreach (string constant in function.Constants.Where(constant => constant != "NULL" && !method.Identifiers.Contains(constant)))
        {
            if (Find(Correspondence.ConstantsNotUsed, function, constant) is { } absence)
                UsedEntries.Add(absence);
            else
                ConstantComplaints.Add($"{method} does not use {constant}, which {function} uses.");
        }
    }

    private static Correspondence.Renaming? RenamingOf(string callee, HashSet<string> called) =>
        Correspondence.Renamings.SingleOrDefault(entry => entry.Callee == callee && called.Contains(entry.InPort));

    private static Correspondence.Absence? Find(IEnumerable<Correspondence.Absence> entries, OriginalFunction function, string name) =>
        entries.SingleOrDefault(entry => entry.Function == function.Name && entry.Name == name);

    private static Correspondence.Addition? AdditionOf(OriginalFunction function, string callee) =>
        Correspondence.Added.FirstOrDefault(entry => entry.Callee == callee && (entry.Function == "*" || entry.Function == function.Name));
}
