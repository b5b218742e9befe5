// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>The usings of a ported file are in the order of its original's includes.</summary>
[TestFixture]
public sealed class IncludesTests
{
    private static IEnumerable<string> CFiles => Includes.OfFiles.Keys;

    [Test]
    public void TheIncludesOfEveryPortedFileAreKnown() => Assert.That(
        Includes.OfFiles.Keys,
        Is.EquivalentTo(PortZone.Files.Select(file => PortedHead.OriginalOf(File.ReadLines(PortZone.PathOf(file)))).OfType<string>()),
        "C files of Data/original/includes.csv, and those that heads of ported files name");

    [TestCaseSource(nameof(CFiles))]
    public void TheUsingsAreInTheOrderOfTheIncludes(string cFile)
    {
        string source = "Kernel/" + Path.ChangeExtension(cFile, ".cs");
        Assert.That(
            Includes.ComplaintsAbout(source, File.ReadAllLines(PortZone.PathOf(source)), Includes.OfFiles[cFile]), Is.Empty, source);
    }

    [TestCase("using static Linux.include.linux.b_c_h;|using static Linux.include.asm.a_h;|// PORT: …|using Kernel;", null)]
    [TestCase("using static Linux.include.linux.b_c_h;|using static Linux.include.asm.a_h;", null)]
    [TestCase("// PORT: …|using Kernel;|using static Linux.powerpc;", null)]
    [TestCase(
        "using static Linux.include.asm.a_h;|using static Linux.include.linux.b_c_h;",
        "a.cs: the usings have the order Linux.include.asm.a_h, Linux.include.linux.b_c_h; "
        + "expected that of the includes, Linux.include.linux.b_c_h, Linux.include.asm.a_h.")]
    [TestCase("using Kernel;", "a.cs: Kernel is not among the includes of the C file; expected it below '…'.")]
    [TestCase("// PORT: …|using static Linux.include.asm.a_h;", "a.cs: Linux.include.asm.a_h is below '…', but the C file includes it.")]
    public void AWrongOrderIsFound(string lines, string? complaint)
    {
        string[] source = lines.Replace("// PORT: …", Includes.Mark, StringComparison.Ordinal).Split('|');
        string[] includes = ["linux/b-c.h", "linux/unused.h", "asm/a.h", "linux/b-c.h"];
        Assert.That(
            Includes.ComplaintsAbout("a.cs", source, includes),
            Is.EqualTo(complaint is null ? [] : new[] { complaint.Replace("…", Includes.Mark, StringComparison.Ordinal) }));
    }
}
