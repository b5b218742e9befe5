// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Checklists;

/// <summary>
/// The test cases of Clang's function effects: C for constraints, M for those of Microsoft's dialect, S for semantics, X for syntax.
/// </summary>
[TestFixture]
public sealed partial class ClangChecklist
{
    internal static IReadOnlyList<ChecklistCase> Cases => [.. Bodies, .. Functions, .. Objects, .. Semantics, .. Syntax];

    private static IEnumerable<TestCaseData> Tests => ChecklistCase.Tests(Cases);

    [TestCaseSource(nameof(Tests))]
    public Task CaseIsReportedAsMarked(string source) => RealModeVerifier.InferredDeclarations(source);

    [Test]
    public void EveryCaseIsListed()
    {
        string[] expected = [.. Numbered("C", 36), .. Numbered("M", 4), .. Numbered("S", 9), .. Numbered("X", 11)];
        Assert.Multiple(() =>
        {
            Assert.That(Cases.Select(entry => entry.Id.TrimEnd('a', 'b', 'c', 'd')).Distinct(), Is.EquivalentTo(expected));
            Assert.That(Cases.Select(entry => entry.Id), Is.Unique);
            Assert.That(Cases.Where(entry => entry.Source is null && string.IsNullOrWhiteSpace(entry.Reason)), Is.Empty);
        });
    }

    private static IEnumerable<string> Numbered(string family, int last) => Enumerable.Range(1, last).Select(number => family + number);
}
