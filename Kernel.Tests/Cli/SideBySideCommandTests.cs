// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using Kernel.Cli.Commands;
using Kernel.SideBySide.Original;
using Kernel.Tests.SideBySide;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Cli;

[TestFixture]
public sealed class SideBySideCommandTests : FolderFixture
{
    private string Site => Path.Combine(Folder, "site");

    private string SampleLinux()
    {
        string linux = Path.Combine(Folder, "linux");
        string file = Path.Combine(linux, OriginalInventory.RealModeMmu);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, SampleTree.Text);
        return linux;
    }

    private static (int Code, string Out, string Error) Run(params string[] arguments) => CommandRun.Of(["sidebyside", .. arguments]);

    [Test]
    public void SideBySideWithoutLinuxWritesThePortAndItsCitations()
    {
        (int code, string output, string error) = Run("--out", Site);
        Assert.Multiple(() =>
        {
            Assert.That((code, error), Is.EqualTo((ExitCodes.Done, "")));
            Assert.That(output, Does.Contain("book3s_hv_rm_mmu.cs").And.Contain(Path.Combine(Site, "index.html")));
            Assert.That(
                File.ReadAllText(Path.Combine(Site, "arch", "powerpc", "kvm", "book3s_hv_rm_mmu.html")),
                Does.Contain("arch/powerpc/kvm/book3s_hv_rm_mmu.c:57"));
        });
    }

    [Test]
    public void SideBySideReportsOtherTextThanThePortedOneAsAMismatch()
    {
        (int code, string output, _) = Run("--linux", SampleLinux(), "--out", Site);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Mismatch));
            Assert.That(output, Does.Contain("kvmppc_h_enter: the C is not the text that was ported"));
            Assert.That(output, Does.Contain("kvmppc_h_remove: not in the tree"));
        });
    }

    [Test]
    public void SideBySidePrintsAFunctionInTwoColumns()
    {
        (int code, string output, _) = Run("--linux", SampleLinux(), "--function", "kvmppc_h_enter");
        string row = output.Split('\n').Single(line => line.Contains("try_lock_hpte(hpte, HPTE_V_HVLOCK))", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Mismatch), "the sample is not the text that was ported");
            Assert.That(
                row,
                Does.Contain("while (!try_lock_hpte(hpte, HPTE_V_HVLOCK))").And.Contain("while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)"),
                "both statements are on one line");
            Assert.That(Directory.Exists(Path.Combine(Folder, "sidebyside")), Is.False, "no site is written");
        });
    }

    [Test]
    public void SideBySidePrintsFiguresAsJson()
    {
        (_, string output, _) = Run("--linux", SampleLinux(), "--out", Site, "--json");
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement enter = document.RootElement.GetProperty("files").EnumerateArray()
            .SelectMany(file => file.GetProperty("functions").EnumerateArray())
            .Single(function => function.GetProperty("name").GetString() == "kvmppc_h_enter");
        Assert.Multiple(() =>
        {
            Assert.That(enter.GetProperty("state").GetString(), Is.EqualTo("Differs"));
            Assert.That(enter.GetProperty("figures").GetProperty("statements").GetProperty("total").GetInt32(), Is.EqualTo(7));
            Assert.That(enter.GetProperty("figures").GetProperty("bothSides").GetProperty("total").GetInt32(), Is.GreaterThan(7));
            JsonElement statements = enter.GetProperty("figures").GetProperty("statements");
            Assert.That(
                enter.GetProperty("unmarked").GetProperty("c").GetArrayLength() + enter.GetProperty("explained").GetArrayLength(),
                Is.EqualTo(statements.GetProperty("total").GetInt32() - statements.GetProperty("found").GetInt32()),
                "statements that only this C has");
        });
    }

    [Test]
    public void WrongUseOfSideBySideNamesTheInputAndTheExpectation()
    {
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "notes");
        string linux = SampleLinux();
        Assert.Multiple(() =>
        {
            Fails(["--linux", Path.Combine(Folder, "none")], "none", "git repository");
            Fails(["--linux", Folder], Folder, "arch/powerpc/kvm");
            Fails(["--linux", linux, "--commit", "v9"], "v9", "no git repository");
            Fails(["--commit", "v9"], "v9", "--linux");
            Fails(["--out", Folder], Folder, "new folder");
            Fails(["--function", "h_enter"], "h_enter", "kvmppc_h_enter");
            Fails(["--out", ""], "--out", "DIR");
            Fails(["--function", "x", "--out", "y"], "--out y", "--function");
        });
        Assert.That(
            Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "notes.txt", "linux" }),
            "no file was written");

        static void Fails(string[] arguments, params string[] said)
        {
            (int code, string output, string error) = Run(arguments);
            Assert.That((code, output), Is.EqualTo((ExitCodes.Error, "")), string.Join(' ', arguments));
            foreach (string word in said)
                Assert.That(error, Does.Contain(word));
        }
    }

    [Test]
    public void TheHelpOfSideBySideHasExamples() =>
        Assert.That(Run("--help").Out, Does.Contain("kvmhv sidebyside --linux").And.Contain("Exit codes"));
}
