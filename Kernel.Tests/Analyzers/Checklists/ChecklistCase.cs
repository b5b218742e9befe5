// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Checklists;

/// <summary>A case from another tool's own tests, in terms of C#.</summary>
/// <param name="Id">The case's name in its list.</param>
/// <param name="What">What it is about, in a line.</param>
/// <param name="Source">C# in which <c>{|ID:…|}</c> marks what must be reported and nothing else may be; null where C# has no such thing.</param>
/// <param name="Reason">Why C# has no such thing.</param>
public sealed record ChecklistCase(string Id, string What, string? Source, string? Reason)
{
    public static ChecklistCase Covered(string id, string what, string source) => new(id, what, source, null);

    public static ChecklistCase NotApplicable(string id, string what, string reason) => new(id, what, null, reason);

    /// <summary>The cases that run, each under its own name.</summary>
    public static IEnumerable<TestCaseData> Tests(IEnumerable<ChecklistCase> cases) =>
        cases.Where(entry => entry.Source is not null).Select(entry => new TestCaseData(entry.Source) { TestName = $"{entry.Id}: {entry.What}" });
}
