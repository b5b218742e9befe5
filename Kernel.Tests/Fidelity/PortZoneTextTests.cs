// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>What every file of the port zone must say of itself.</summary>
[TestFixture]
public sealed class PortZoneTextTests
{
    private static string OriginalCommit => typeof(PortOfAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "OriginalCommit").Value!;

    private static IEnumerable<string> Sources => PortZone.Files;

    private static IEnumerable<string> PortedSources => PortZone.Methods.Select(method => method.SourceFile)
        .Concat(PortZone.Files.Where(file => PortedHead.OriginalOf(HeadOf(file)) is not null)).Distinct();

    [Test]
    public void TheCommitIsAWholeHash() => Assert.That(OriginalCommit, Does.Match("^c77162dee7af[0-9a-f]{28}$"));

    [TestCaseSource(nameof(Sources))]
    public void HeadNamesTheLicence(string source) =>
        Assert.That(File.ReadLines(PortZone.PathOf(source)).First(), Is.EqualTo("// SPDX-License-Identifier: GPL-2.0-only"));

    [Test]
    public void TenFilesOrMoreAreCitedAsPorts() => Assert.That(PortedSources.Count(), Is.GreaterThanOrEqualTo(10));

    [TestCaseSource(nameof(PortedSources))]
    public void HeadNamesTheOriginalItsCommitAndItsHolders(string source)
    {
        Assert.That(PortedHead.ComplaintsAbout(source, HeadOf(source), OriginalCommit), Is.Empty);
        Assert.That(PortZone.Methods.Where(method => method.SourceFile == source).Select(method => method.CitedFile), Has.All.EqualTo(PortedHead.OriginalOf(HeadOf(source))));
    }

    [Test]
    public void FilesThatPortNothingDoNotSayThatTheyDo() => Assert.That(
        PortZone.Files.Except(PortedSources).Where(source => File.ReadAllText(PortZone.PathOf(source)).Contains("// Ported from", StringComparison.Ordinal)), Is.Empty,
        "a citation that is not in the head, or not in its form");

    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.c, Linux commit 123|// Copyright 2010 Somebody", null)]
    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.S, Linux commit 123|// Copyright (C) 2010 Somebody", null)]
    [TestCase("// SPDX-License-Identifier: MIT|// Ported from arch/a.c, Linux commit 123|// Copyright 2010 Somebody", "Kernel/arch/a.cs does not begin with its licence.")]
    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Copyright 2010 Somebody", "Kernel/arch/a.cs: the head has no line 'Ported from <file>, Linux commit <commit>'.")]
    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/b.c, Linux commit 123|// Copyright 2010 Somebody", "Kernel/arch/a.cs is said to be ported from arch/b.c, beside which it does not stand.")]
    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.c, Linux commit 124|// Copyright 2010 Somebody", "Kernel/arch/a.cs names the commit 124; expected 123.")]
    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.c, Linux commit 123", "Kernel/arch/a.cs: the head names no holder of the original's copyright.")]
    public void AHeadThatIsWrongIsFound(string head, string? complaint) =>
        Assert.That(PortedHead.ComplaintsAbout("Kernel/arch/a.cs", head.Split('|'), "123"), Is.EqualTo(complaint is null ? [] : new[] { complaint }));

    private static string[] HeadOf(string source) =>
        [.. File.ReadLines(PortZone.PathOf(source)).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal))];
}
