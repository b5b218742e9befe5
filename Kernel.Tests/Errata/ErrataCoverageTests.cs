// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Kernel.Errata;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>
/// Each erratum has tests of both behaviours, a comment in the port zone that names it, and a condition there that selects the behaviour.
/// </summary>
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
        bool inOneTest = own.Any(
            name => !name.Contains("_Corrected", StringComparison.Ordinal) && !name.Contains("_AsWritten", StringComparison.Ordinal));
        Assert.That(own, Is.Not.Empty, $"at least one test has a name that begins with {erratum}_");
        Assert.That(
            inOneTest || own.Any(name => name.StartsWith($"{erratum}_Corrected", StringComparison.Ordinal)), Is.True,
            "the correction is tested");
        Assert.That(
            inOneTest || own.Any(name => name.StartsWith($"{erratum}_AsWritten", StringComparison.Ordinal)), Is.True,
            "the original behaviour is tested");
    }

    [Test]
    public void EveryErratumHasItsMarkInThePortZone([Values] Erratum erratum)
    {
        Assert.That(PortZone, Does.Match($@"// PORT: [^\n]*\b{erratum}\b"), "a PORT: comment names the erratum");
        Assert.That(PortZone, Does.Match($@"corrected\({erratum}\)"), "a condition selects the behaviour");
    }

    [Test]
    public void EveryConditionInThePortZoneNamesAnErratum()
    {
        MatchCollection conditions = Regex.Matches(PortZone, @"corrected\((E\d\d)\)");
        Assert.That(
            conditions, Has.Count.GreaterThanOrEqualTo(Enum.GetValues<Erratum>().Length), "each erratum has at least one condition");
        Assert.That(
            conditions.Select(match => match.Groups[1].Value).Distinct().Order(), Is.EqualTo(Enum.GetNames<Erratum>().Order()),
            "conditions name only existing errata");
    }

    [Test]
    public void AnErrataSetContainsExactlyItsMembers([Values] Erratum erratum)
    {
        Assert.That(ErrataSet.Corrected.Contains(erratum), Is.False, "the corrected set is empty");
        Assert.That(ErrataSet.AsWritten.Contains(erratum), Is.True, "the as-written set has every erratum");
        Assert.That(ErrataSet.Of(erratum).Members, Is.EqualTo(new[] { erratum }), "a set of one erratum has one member");
        Assert.That(
            ErrataSet.AsWrittenExcept(erratum).Members, Is.EqualTo(Enum.GetValues<Erratum>().Where(other => other != erratum)),
            "AsWrittenExcept has all other errata");
        Assert.That(ErrataSet.Parse(erratum.ToString()), Is.EqualTo(ErrataSet.Of(erratum)), "a set can be parsed from names");
    }

    [TestCase("E24")]
    [TestCase("E01,E99")]
    [TestCase("1")]
    [TestCase("e01")]
    [TestCase("E01;E02")]
    public void AListWithAnUnknownErratumIsRefused(string list)
    {
        var refusal = Assert.Throws<FormatException>(() => ErrataSet.Parse(list), "an unknown name is refused");
        Assert.That(
            refusal!.Message, Does.Contain("is not an erratum; expected").And.Contain("E33"),
            "the message names the item and the known errata");
    }

    [Test]
    public void AListMayContainBlanksAndMayBeEmpty()
    {
        Assert.That(ErrataSet.Parse(" E12 , E01,"), Is.EqualTo(ErrataSet.Of(Erratum.E01, Erratum.E12)), "blanks are ignored");
        Assert.That(ErrataSet.Parse(""), Is.EqualTo(ErrataSet.Corrected), "an empty list is the corrected set");
    }
}
