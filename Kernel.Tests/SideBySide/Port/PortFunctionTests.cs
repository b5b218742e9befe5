// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Port;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Port;

[TestFixture]
public sealed class PortFunctionTests
{
    [Test]
    public void AttributesBecomeBadges()
    {
        PortFunction function = Sample.Port("return n;", "[RealMode, MustHold(\"vc->lock\", Spins = true), TryAcquires(true, \"hpte\")]\n");
        Assert.Multiple(() =>
        {
            Assert.That(function.IsRealMode);
            Assert.That(function.Locks, Is.EqualTo(new[] { "holds vc->lock", "may take hpte" }));
            Assert.That(function.Citation, Is.EqualTo(new Citation(Sample.CPath, 1, null)));
        });
    }

    [Test]
    public void ErrataAreThoseThatTheTextNames() =>
        Assert.That(Sample.Port("// PORT: E12 and E07\nreturn corrected(E12) ? 1 : 0xE01;").Errata, Is.EqualTo(new[] { "E07", "E12" }));

    [Test]
    public void AReasonStandsBehindTheLineOrAboveIt()
    {
        PortFunction function = Sample.Port(
            """
            first();        // PORT: behind
            // PORT: above,
            // in two lines
            second();
            // no mark
            third();
            """);

        Assert.That(function.Statements.Select(statement => statement.Departure), Is.EqualTo(new[] { "behind", "above, in two lines", null }));
    }

    [Test]
    public void TheWholePortZoneIsRead()
    {
        Assert.Multiple(() =>
        {
            Assert.That(PortZone.Files.Select(file => file.Path), Is.EqualTo(Fidelity.PortZone.Files), "what is embedded is what the sources hold");
            Assert.That(PortZone.Ported.Select(function => (function.File.Path, function.NameLine, function.Name, function.Citation!.File, function.Citation.Line, function.Citation.Version)),
                Is.EquivalentTo(Fidelity.PortZone.Methods.Select(method => (method.SourceFile, method.SourceLine, method.Name, method.CitedFile, method.CitedLine, method.CitedVersion))),
                "read without binding, they are those that the compiler sees");
        });
    }
}
