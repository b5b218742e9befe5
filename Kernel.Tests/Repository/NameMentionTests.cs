// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>Every function, constant and test that a page names exists in the sources.</summary>
[TestFixture]
public sealed partial class NameMentionTests
{
    // Names that only the original has, with the reason why a page mentions them.
    private static readonly Dictionary<string, string> NotInTheSources = new(StringComparer.Ordinal)
    {
        ["container_of"] = "PORTING.md says how it is ported",
        ["gfn_t"] = "PORTING.md says how it is ported",
        ["gva_t"] = "PORTING.md says how it is ported",
        ["pfn_t"] = "PORTING.md says how it is ported",
        ["kvmppc_hdsi"] = "PORTING.md says that it is newer than the original",
        ["kvmppc_free_vcores"] = "E21: in a later text only",
        ["account_locked_vm"] = "E56: in a later text only",
        ["inhibit_secondary_onlining"] = "E57: in a later text only",
        ["kvmppc_ioba_validate"] = "E63: in a later text only",
        ["kvmppc_tce_validate"] = "E63: in a later text only",
        ["O_CLOEXEC"] = "E71: in a later text only",
    };

    private const string ThisFile = "Kernel.Tests/Repository/NameMentionTests.cs";

    private static readonly Lazy<HashSet<string>> Words = new(() => [.. RepositoryFiles.Text
        .Where(
            path => Path.GetExtension(path) is ".cs" or ".props" or ".targets" or ".csproj" or ".editorconfig" or ".globalconfig" or ".c")
        .Where(path => path != ThisFile)
        .SelectMany(path => Word().Matches(RepositoryFiles.TextOf(path)).Select(match => match.Value))]);

    // Without the pages of the rules, whose examples are not in the sources.
    private static IEnumerable<string> Pages => RepositoryFiles.Markdown
        .Where(path => !path.Contains('/', StringComparison.Ordinal) || path.StartsWith("docs/", StringComparison.Ordinal))
        .Where(path => !path.StartsWith("docs/rules/", StringComparison.Ordinal));

    [TestCaseSource(nameof(Pages))]
    public void EveryNameOnAPageIsInTheSources(string page) =>
        Assert.That(
            Mentions(RepositoryFiles.TextOf(page)).Where(name => !Words.Value.Contains(name) && !NotInTheSources.ContainsKey(name)),
            Is.Empty);

    [Test]
    public void EveryExceptionIsMentionedOnAPage()
    {
        HashSet<string> mentioned = [.. Pages.SelectMany(page => Mentions(RepositoryFiles.TextOf(page)))];
        Assert.That(NotInTheSources.Keys.Where(name => !mentioned.Contains(name)), Is.Empty);
    }

    [Test]
    public void PagesMentionNames() => Assert.That(Pages.Sum(page => Mentions(RepositoryFiles.TextOf(page)).Count()), Is.GreaterThan(150));

    [TestCase("`kvmppc_h_enter`", "kvmppc_h_enter")]
    [TestCase("`HPTE_V_HVLOCK | HPTE_V_VALID`", "HPTE_V_HVLOCK", "HPTE_V_VALID")]
    [TestCase("`kvmppc_h_forget(vcpu)`, `SomeTests`", "kvmppc_h_forget", "SomeTests")]
    [TestCase("`H_ENTER` and the word_outside, `plain`, `arch/book3s_hv.cs`, `--run_x`")]
    public void ANameIsRecognisedInACodeSpan(string text, params string[] names) =>
        Assert.That(Mentions(text), Is.EqualTo(names));

    [Test]
    public void AnUnknownNameIsNotInTheSources() => Assert.That(Words.Value.Contains("kvmppc_h_" + "forget_it"), Is.False);

    // Without hypercall names, which are the architecture's and not all in the port.
    private static IEnumerable<string> Mentions(string text) => new MarkdownPage(text).Code
        .Where(code => !code.Text.Contains('/', StringComparison.Ordinal) && !code.Text.Contains("--", StringComparison.Ordinal))
        .SelectMany(code => Name().Matches(code.Text).Select(match => match.Value))
        .Where(name => !name.StartsWith("H_", StringComparison.Ordinal));

    [GeneratedRegex("(?<![\\w.$-])(?:[A-Za-z]\\w*_\\w+|[A-Z]\\w+Tests)\\b(?![.-]\\w)")]
    private static partial Regex Name();

    [GeneratedRegex("\\w+")]
    private static partial Regex Word();
}
