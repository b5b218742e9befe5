// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The functions, constants and tests that the pages name are there under that name.</summary>
[TestFixture]
public sealed partial class NameMentionTests
{
    // Names that only the original has, or that stand for many.
    private static readonly Dictionary<string, string> NotInTheSources = new(StringComparer.Ordinal)
    {
        ["container_of"] = "PORTING.md says what became of it",
        ["gfn_t"] = "the same",
        ["gva_t"] = "the same",
        ["pfn_t"] = "the same",
        ["kvmppc_hdsi"] = "PORTING.md says that it is newer than the original",
    };

    private const string ThisFile = "Kernel.Tests/Repository/NameMentionTests.cs";

    private static readonly Lazy<HashSet<string>> Words = new(() => [.. RepositoryFiles.Text
        .Where(path => Path.GetExtension(path) is ".cs" or ".props" or ".targets" or ".csproj" or ".editorconfig" or ".globalconfig" or ".c")
        .Where(path => path != ThisFile)
        .SelectMany(path => Word().Matches(RepositoryFiles.TextOf(path)).Select(match => match.Value))]);

    // The pages of the rules show code that nobody has written.
    private static IEnumerable<string> Pages => RepositoryFiles.Markdown
        .Where(path => !path.Contains('/', StringComparison.Ordinal) || (path.StartsWith("docs/", StringComparison.Ordinal) && !path.StartsWith("docs/rules/", StringComparison.Ordinal)));

    [TestCaseSource(nameof(Pages))]
    public void EveryNameInAPageIsInTheSources(string page) =>
        Assert.That(Mentions(RepositoryFiles.TextOf(page)).Where(name => !Words.Value.Contains(name) && !NotInTheSources.ContainsKey(name)), Is.Empty);

    [Test]
    public void NoExceptionIsLeftOver()
    {
        HashSet<string> mentioned = [.. Pages.SelectMany(page => Mentions(RepositoryFiles.TextOf(page)))];
        Assert.That(NotInTheSources.Keys.Where(name => !mentioned.Contains(name)), Is.Empty);
    }

    [Test]
    public void NamesAreMentionedAtAll() => Assert.That(Pages.Sum(page => Mentions(RepositoryFiles.TextOf(page)).Count()), Is.GreaterThan(150));

    [TestCase("`kvmppc_h_enter`", "kvmppc_h_enter")]
    [TestCase("`HPTE_V_HVLOCK | HPTE_V_VALID`", "HPTE_V_HVLOCK", "HPTE_V_VALID")]
    [TestCase("`kvmppc_h_forget(vcpu)`, `SomeTests`", "kvmppc_h_forget", "SomeTests")]
    [TestCase("`H_ENTER` and the word_outside, `plain`, `arch/book3s_hv.cs`, `--run_x`")]
    public void ANameIsASpanOfCodeThatLooksLikeOne(string text, params string[] names) =>
        Assert.That(Mentions(text), Is.EqualTo(names));

    [Test]
    public void ANameThatIsNotThereIsNotFound() => Assert.That(Words.Value.Contains("kvmppc_h_" + "forget_it"), Is.False);

    // Hypercalls are the architecture's names; not all of them are in the port.
    private static IEnumerable<string> Mentions(string text) => new MarkdownPage(text).Code
        .Where(code => !code.Text.Contains('/', StringComparison.Ordinal) && !code.Text.Contains("--", StringComparison.Ordinal))
        .SelectMany(code => Name().Matches(code.Text).Select(match => match.Value))
        .Where(name => !name.StartsWith("H_", StringComparison.Ordinal));

    [GeneratedRegex("(?<![\\w.$-])(?:[A-Za-z]\\w*_\\w+|[A-Z]\\w+Tests)\\b(?![.-]\\w)")]
    private static partial Regex Name();

    [GeneratedRegex("\\w+")]
    private static partial Regex Word();
}
