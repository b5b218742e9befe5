// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>Lines of sources and pages end at <see cref="LineLengths.MaxColumns"/>, apart from the listed kinds of lines.</summary>
[TestFixture]
public sealed class LineLengthTests
{
    private static readonly Lazy<IReadOnlyList<LongLine>> LazyLongLines = new(() =>
        [.. RepositoryFiles.Text.Where(LineLengths.IsChecked).SelectMany(path => LineLengths.In(path, RepositoryFiles.TextOf(path)))]);

    private static IEnumerable<LineLengthException> Exceptions => LineLengths.Exceptions;

    [Test]
    public void NoLineIsLongerThan140Columns()
    {
        string[] found = [.. LazyLongLines.Value.Where(line => !IsAllowed(line)).Select(line => line.ToString())];
        Assert.That(found, Is.Empty, string.Join('\n', found));
    }

    [TestCaseSource(nameof(Exceptions))]
    public void EveryLineLengthExceptionIsNeededAndHasAReason(object exception)
    {
        var (_, reason, covers) = (LineLengthException)exception;
        Assert.That(LazyLongLines.Value.Any(line => covers(line) && Exceptions.Count(other => other.Covers(line)) == 1), Is.True, "lines");
        Assert.That(reason, Has.Length.GreaterThan(20));
    }

    [TestCase("Kernel/A.cs", "{0}", true)]
    [TestCase("Kernel/arch/powerpc/include/asm/a.cs", "{0}", true)]
    [TestCase("Kernel/arch/powerpc/kvm/a.cs", "{0}", false)]
    [TestCase("Kernel/virt/kvm/a.cs", "{0}", false)]
    [TestCase("Kernel/A.cs", "class A {{ string s = \"{0}\"; }}", true)]
    [TestCase("Kernel/A.cs", "class A {{ string s = \"\"\"\n    {0}\n    \"\"\"; }}", false)]
    [TestCase("Kernel/A.cs", "class A {{ string s = $\"\"\"\n    {0}\n    \"\"\"; }}", false)]
    [TestCase("Kernel/A.cs", "class A {{ string s = \"\"\"\n    a\n    \"\"\"; }} // {0}", true)]
    [TestCase("native-layout/include/a.h", "{0}", false)]
    [TestCase("native-layout/check/a.c", "{0}", true)]
    [TestCase("docs/a.md", "{0}", true)]
    [TestCase("docs/a.md", "| {0} |", false)]
    [TestCase("docs/a.md", "```text\n{0}\n```", true)]
    [TestCase("docs/a.md", "* see [the text](https://example.org/{0})", false)]
    [TestCase("docs/a.md", "[text]: https://example.org/{0}", false)]
    [TestCase("docs/a.md", "* see [the text](https://example.org/) {0}", true)]
    public void ALongLineIsFoundUnlessAnExceptionCoversIt(string path, string format, bool isFound)
    {
        string text = string.Format(CultureInfo.InvariantCulture, format, new string('a', 141));
        Assert.That(LineLengths.In(path, text).Count(line => !IsAllowed(line)), Is.EqualTo(isFound ? 1 : 0));
    }

    [TestCase("\t", 4)]
    [TestCase("a\t", 4)]
    [TestCase("abcd\tb", 9)]
    [TestCase("abc", 3)]
    public void ATabExtendsToTheNextMultipleOfFour(string line, int columns) => Assert.That(LineLengths.Columns(line), Is.EqualTo(columns));

    [Test]
    public void ALineOf140ColumnsIsAllowedAndOneOf141IsLong()
    {
        Assert.That(LineLengths.In("a.cs", new string('a', 140)), Is.Empty);
        Assert.That(LineLengths.In("a.cs", new string('a', 141)).Single().ToString(), Is.EqualTo("a.cs:1: 141 columns"));
    }

    private static bool IsAllowed(LongLine line) => LineLengths.Exceptions.Any(exception => exception.Covers(line));
}
