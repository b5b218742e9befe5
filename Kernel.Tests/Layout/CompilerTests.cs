// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.Cli.Layout;
using NUnit.Framework;

namespace Kernel.Tests.Layout;

/// <summary>Compares each row of the layout pages with the layout that C compilers give the headers.</summary>
[TestFixture]
public sealed class CompilerTests
{
    private static readonly Lazy<string[]> LazyNative = new(() => CTarget.Native.Run("describe"));
    private static readonly Lazy<string[]> LazyPowerPc = new(() => CTarget.PowerPc.Run("describe"));

    private static IEnumerable<TestCaseData> Rows =>
        from target in new[] { CTarget.Native, CTarget.PowerPc }
        from page in LayoutContract.Pages
        from row in RowsOf(page)
        select new TestCaseData(target.Name, row).SetArgDisplayNames(target.Name, row);

    private static IEnumerable<string> RowsOf(LayoutPage page) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"block {page.Name} {page.Size} {page.Alignment}"),
        .. page.Fields.Select(field => string.Create(
            CultureInfo.InvariantCulture, $"field {page.Name} {field.Name} {field.Offset} {field.Size}")),
        .. page.Constants.Select(constant => string.Create(
            CultureInfo.InvariantCulture, $"constant {page.Name} {constant.Name} {constant.Value}")),
    ];

    [TestCaseSource(nameof(Rows))]
    public void TheCompilerAgreesWithTheRowOfThePage(string target, string row) =>
        Assert.That(target == CTarget.Native.Name ? LazyNative.Value : LazyPowerPc.Value, Does.Contain(row));

    [Test]
    public void TheCheckerDescribesExactlyTheRowsOfThePages() =>
        Assert.That(LazyNative.Value, Is.EquivalentTo(LayoutContract.Pages.SelectMany(RowsOf)));

    [Test]
    public void TheHeadersAreGeneratedFromThePages()
    {
        string folder = Path.Combine(LayoutTests.Folder, "include");
        IReadOnlyDictionary<string, string> made = CHeaders.Of(LayoutContract.Pages);
        Assert.Multiple(() =>
        {
            Assert.That(Directory.EnumerateFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(made.Keys));
            foreach ((string name, string text) in made)
                Assert.That(
                    File.ReadAllText(Path.Combine(folder, name)), Is.EqualTo(text),
                    $"{name}: regenerate it with `kvmhv layout --format c --out native-layout/include`");
        });
    }
}
