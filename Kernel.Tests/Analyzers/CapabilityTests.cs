// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using Kernel.Tests.Support;
using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace Kernel.Tests.Analyzers;

/// <summary>Every capability that docs/rules/capabilities.md claims is shown by a test.</summary>
[TestFixture]
public sealed class CapabilityTests
{
    private const int Ours = 7;
    private const int ShownBy = 8;

    private static IEnumerable<string[]> Rows =>
        from line in File.ReadLines(Path.Combine(SourceTree.Root.FullName, "docs", "rules", "capabilities.md"))
        where line.StartsWith("| ", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)[1..^1]
        where cells[0] != "Capability"
        select cells;

    private static IEnumerable<TestCaseData> Claims =>
        Rows.Where(row => row[Ours] != "no").Select(row => new TestCaseData(row[ShownBy].Trim('`')) { TestName = row[0] });

    [TestCaseSource(nameof(Claims))]
    public void ClaimIsShownByATestThatExists(string test)
    {
        string[] parts = test.Split('.');
        Type? fixture = typeof(CapabilityTests).Assembly.GetTypes().SingleOrDefault(type => type.Name == parts[0]);
        MethodInfo? method = fixture?.GetMethod(parts[1]);
        Assert.That(method?.GetCustomAttributes().Any(attribute => attribute is ITestBuilder or ISimpleTestBuilder), Is.True, test);
    }

    [Test]
    public void MissingCapabilitiesNameNoTest() =>
        Assert.That(Rows.Where(row => row[Ours] == "no").Select(row => row[ShownBy]), Is.Not.Empty.And.All.EqualTo("—"));
}
