// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Every <c>[PortOf]</c> names a file of the original and the line in which the function of that name is declared.</summary>
[TestFixture]
public sealed class CitationTests
{
    private static readonly OriginalFunction[] Inventory =
        [new("arch/a.c", "f", 10, 1, "", [], [], []), new("arch/a.c", "g", 20, 1, "", [], [], [])];

    [Test]
    public void EveryCitationAgreesWithTheInventory()
    {
        Assert.That(PortZone.Methods, Has.Count.GreaterThan(110), "methods with a citation are found");
        Assert.That(PortZone.Methods.SelectMany(method => Citation.ComplaintsAbout(method, OriginalInventory.Expected)), Is.Empty);
    }

    [TestCase("f", "arch/a.c", 10, null, null)]
    [TestCase("h", "arch/b.S", 99, "v3.6", null)]
    [TestCase("f", "arch/a.c", 11, null, "cites line 11; f is declared in line 10.")]
    [TestCase("f", "arch/a.c", 20, null, "cites line 20; f is declared in line 10.")]
    [TestCase("h", "arch/a.c", 10, null, "cites arch/a.c, which has no function of that name.")]
    [TestCase("f", "arch/b.c", 10, null, "cites arch/b.c, which is not in the inventory.")]
    [TestCase("f", "arch/a.c", 10, "v3.6", "cites v3.6, although the text of arch/a.c at the commit is known.")]
    public void AWrongCitationIsFound(string name, string file, int line, string? version, string? complaint)
    {
        PortedMethod method = new("Kernel/arch/a.cs", 5, name, file, line, version, [], new HashSet<string>());
        Assert.That(Citation.ComplaintsAbout(method, Inventory), Is.EqualTo(complaint is null ? [] : new[] { $"{method} {complaint}" }));
    }
}
