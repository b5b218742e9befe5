// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>The head of every file of the port zone: licence, original, commit and copyright holders.</summary>
[TestFixture]
public sealed class PortZoneTextTests
{
    private static string OriginalCommit => typeof(PortOfAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "OriginalCommit").Value!;

    private static IEnumerable<string> Sources => PortZone.Files;

    private static IEnumerable<string> PortedSources => PortZone.Methods.Select(method => method.SourceFile)
        .Concat(PortZone.Files.Where(file => PortedHead.OriginalOf(HeadOf(file)) is not null)).Distinct();

    [Test]
    public void TheOriginalCommitIsAWholeHash() => Assert.That(OriginalCommit, Does.Match("^c77162dee7af[0-9a-f]{28}$"));

    [TestCaseSource(nameof(Sources))]
    public void TheHeadNamesTheLicence(string source) =>
        Assert.That(File.ReadLines(PortZone.PathOf(source)).First(), Is.EqualTo("// SPDX-License-Identifier: GPL-2.0-only"));

    [Test]
    public void AtLeastTenFilesAreCitedAsPorts() => Assert.That(PortedSources.Count(), Is.GreaterThanOrEqualTo(10));

    [TestCaseSource(nameof(PortedSources))]
    public void TheHeadOfAPortNamesItsOriginalCommitAndHolders(string source)
    {
        Assert.That(PortedHead.ComplaintsAbout(source, HeadOf(source), OriginalCommit), Is.Empty);
        Assert.That(
            PortZone.Methods.Where(method => method.SourceFile == source).Select(method => method.CitedFile),
            Has.All.EqualTo(PortedHead.OriginalOf(HeadOf(source))));
    }

    [Test]
    public void AFileWithoutAnOriginalDoesNotClaimToBeAPort() => Assert.That(
        PortZone.Files.Except(PortedSources).Where(
            source => File.ReadAllText(PortZone.PathOf(source)).Contains("// Ported from", StringComparison.Ordinal)),
        Is.Empty,
        "citations outside the head or in another form");

    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.c, Linux commit 123|// Copyright 2010 Somebody", null)]
    [TestCase("// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.S, Linux commit 123|// Copyright (C) 2010 Somebody", null)]
    [TestCase(
        "// SPDX-License-Identifier: MIT|// Ported from arch/a.c, Linux commit 123|// Copyright 2010 Somebody",
        "Kernel/arch/a.cs does not begin with its licence.")]
    [TestCase(
        "// SPDX-License-Identifier: GPL-2.0-only|// Copyright 2010 Somebody",
        "Kernel/arch/a.cs: the head has no line 'Ported from <file>, Linux commit <commit>'.")]
    [TestCase(
        "// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/b.c, Linux commit 123|// Copyright 2010 Somebody",
        "Kernel/arch/a.cs is said to be ported from arch/b.c, but has another path.")]
    [TestCase(
        "// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.c, Linux commit 124|// Copyright 2010 Somebody",
        "Kernel/arch/a.cs names the commit 124; expected 123.")]
    [TestCase(
        "// SPDX-License-Identifier: GPL-2.0-only|// Ported from arch/a.c, Linux commit 123",
        "Kernel/arch/a.cs: the head names no holder of the original's copyright.")]
    public void AWrongHeadIsFound(string head, string? complaint) =>
        Assert.That(
            PortedHead.ComplaintsAbout("Kernel/arch/a.cs", head.Split('|'), "123"),
            Is.EqualTo(complaint is null ? [] : new[] { complaint }));

    private static string[] HeadOf(string source) =>
        [.. File.ReadLines(PortZone.PathOf(source)).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal))];
}
