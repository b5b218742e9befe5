// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Kernel.Errata;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>No erratum is forgotten: each has tests of both behaviours, a place in the sources that names it, and a switch there.</summary>
[TestFixture]
public sealed class ErrataCoverageTests
{
    private static string[] TestNames { get; } =
        [.. typeof(ErrataCoverageTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ErrataCoverageTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(TestAttribute), false) || method.IsDefined(typeof(TestCaseAttribute), false))
            .Select(method => method.Name)];

    private static string PortZone { get; } = string.Concat(SourceTree.PortZone().Select(SourceTree.TextOf));

    [Test]
    public void EveryErratumIsTestedInBothBehaviours([Values] Erratum erratum)
    {
        string[] own = [.. TestNames.Where(name => name.StartsWith($"{erratum}_", StringComparison.Ordinal))];
        bool inOneTest = own.Any(name => !name.Contains("_Corrected", StringComparison.Ordinal) && !name.Contains("_AsWritten", StringComparison.Ordinal));
        Assert.That(own, Is.Not.Empty, "a test whose name begins with its number");
        Assert.That(inOneTest || own.Any(name => name.StartsWith($"{erratum}_Corrected", StringComparison.Ordinal)), Is.True, "a test of the correction");
        Assert.That(inOneTest || own.Any(name => name.StartsWith($"{erratum}_AsWritten", StringComparison.Ordinal)), Is.True, "a test of the original");
    }

    [Test]
    public void EveryErratumHasItsMarkInThePortZone([Values] Erratum erratum)
    {
        Assert.That(PortZone, Does.Match($@"// PORT: [^\n]*\b{erratum}\b"), "a comment that tells where the text departs from the C, and why");
        Assert.That(PortZone, Does.Match($@"corrected\({erratum}\)"), "a condition that chooses the behaviour");
    }

    [Test]
    public void EveryConditionInThePortZoneNamesAnErratum()
    {
        MatchCollection conditions = Regex.Matches(PortZone, @"corrected\((E\d\d)\)");
        Assert.That(conditions, Has.Count.GreaterThanOrEqualTo(Enum.GetValues<Erratum>().Length), "there is at least one for each");
        Assert.That(conditions.Select(match => match.Groups[1].Value).Distinct().Order(), Is.EqualTo(Enum.GetNames<Erratum>().Order()), "and no other");
    }

    [Test]
    public void TheSetsContainWhatTheySay([Values] Erratum erratum)
    {
        Assert.That(ErrataSet.Corrected.Contains(erratum), Is.False, "nothing is as written in the corrected set");
        Assert.That(ErrataSet.AsWritten.Contains(erratum), Is.True, "everything is in the other");
        Assert.That(ErrataSet.Of(erratum).Members, Is.EqualTo(new[] { erratum }), "one is one");
        Assert.That(ErrataSet.AsWrittenExcept(erratum).Members, Is.EqualTo(Enum.GetValues<Erratum>().Where(other => other != erratum)), "and the rest is the rest");
        Assert.That(ErrataSet.Parse(erratum.ToString()), Is.EqualTo(ErrataSet.Of(erratum)), "by name");
    }

    [TestCase("E24")]
    [TestCase("E01,E99")]
    [TestCase("1")]
    [TestCase("e01")]
    [TestCase("E01;E02")]
    public void AListWithAnythingElseIsRefused(string list)
    {
        var refusal = Assert.Throws<FormatException>(() => ErrataSet.Parse(list), "a typing error must not switch anything silently");
        Assert.That(refusal!.Message, Does.Contain("is not an erratum; expected").And.Contain("E33"), "the message names the item and what there is");
    }

    [Test]
    public void AListMayHoldBlanksAndMayBeEmpty()
    {
        Assert.That(ErrataSet.Parse(" E12 , E01,"), Is.EqualTo(ErrataSet.Of(Erratum.E01, Erratum.E12)), "blanks do not matter");
        Assert.That(ErrataSet.Parse(""), Is.EqualTo(ErrataSet.Corrected), "an empty list is the corrected set");
    }
}
