// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Checklists;

/// <summary>A case from the tests of another tool, translated to C#.</summary>
/// <param name="Id">The case's name in its list.</param>
/// <param name="What">What the case is about, in one line.</param>
/// <param name="Source">
/// C# in which <c>{|ID:…|}</c> marks what must be reported; nothing else may be. Null if the case has no equivalent in C#.
/// </param>
/// <param name="Reason">Why the case has no equivalent in C#.</param>
public sealed record ChecklistCase(string Id, string What, string? Source, string? Reason)
{
    public static ChecklistCase Covered(string id, string what, string source) => new(id, what, source, null);

    public static ChecklistCase NotApplicable(string id, string what, string reason) => new(id, what, null, reason);

    /// <summary>The test cases of the entries that have an equivalent in C#.</summary>
    public static IEnumerable<TestCaseData> Tests(IEnumerable<ChecklistCase> cases) =>
        cases.Where(entry => entry.Source is not null).Select(entry => new TestCaseData(entry.Source) { TestName = $"{entry.Id}: " +
            $"{entry.What}" });
}
