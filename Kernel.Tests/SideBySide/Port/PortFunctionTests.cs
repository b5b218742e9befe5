// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Port;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Port;

[TestFixture]
public sealed class PortFunctionTests
{
    [Test]
    public void RealModeLocksAndCitationComeFromTheAttributes()
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
    public void ErrataAreTheNumbersInTheText() =>
        Assert.That(Sample.Port("// PORT: E12 and E07\nreturn corrected(E12) ? 1 : 0xE01;").Errata, Is.EqualTo(new[] { "E07", "E12" }));

    [Test]
    public void AReasonIsAtTheEndOfTheLineOrAboveIt()
    {
        PortFunction function = Sample.Port(
            """
            first();        // PORT: at the end
            // PORT: above,
            // in two lines
            second();
            // no mark
            third();
            """);

        Assert.That(
            function.Statements.Select(statement => statement.Departure), Is.EqualTo(new[] { "at the end", "above, in two lines", null }));
    }
}
