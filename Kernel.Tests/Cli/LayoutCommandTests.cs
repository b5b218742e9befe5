// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using Kernel.Cli.Commands;
using NUnit.Framework;

namespace Kernel.Tests.Cli;

[TestFixture]
public sealed class LayoutCommandTests
{
    private static (int Code, string Out, string Error) Run(params string[] arguments) => CommandRun.Of(["layout", .. arguments]);

    [Test]
    public void LayoutWithoutABlockListsAllBlocks()
    {
        (int code, string output, string error) = Run();
        Assert.Multiple(() =>
        {
            Assert.That((code, error), Is.EqualTo((ExitCodes.Done, "")));
            Assert.That(output, Does.Contain("slot_phys").And.Contain("lppaca"));
        });
    }

    [Test]
    public void LayoutPrintsTheFieldsAndConstantsOfABlock()
    {
        (int code, string output, _) = Run("hpt");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Done));
            Assert.That(output, Does.Match(@"8 +│ 8 +│ u64 +│ r +│").And.Contain("HPTE_V_HVLOCK"));
        });
    }

    [Test]
    public void LayoutPrintsABlockAsACHeader() =>
        Assert.That(
            Run("revmap", "--format", "c").Out, Does.Contain("struct revmap {").And.Contain("_Static_assert(sizeof(struct revmap) == 8"));

    [Test]
    public void LayoutPrintsABlockAsJson()
    {
        using JsonDocument document = JsonDocument.Parse(Run("lppaca", "--json").Out);
        JsonElement block = document.RootElement.EnumerateArray().Single();
        Assert.Multiple(() =>
        {
            Assert.That(block.GetProperty("size").GetInt32(), Is.EqualTo(1024));
            Assert.That(block.GetProperty("fields").EnumerateArray().Last().GetProperty("offset").GetInt32(), Is.EqualTo(0x100));
        });
    }

    [Test]
    public void LayoutWritesHeadersToAFolder()
    {
        string folder = Directory.CreateTempSubdirectory("kvmhv-layout-").FullName;
        (int code, string output, _) = Run("--format", "c", "--out", folder);
        string[] files = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)];
        Directory.Delete(folder, recursive: true);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Done));
            Assert.That(files, Does.Contain("native_layout.h").And.Contain("rows.h").And.Contain("hpt.h"));
            Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(files.Length));
        });
    }

    [TestCase("htp", "hpt", TestName = "{m}(an unknown block: the known ones are listed)")]
    [TestCase("hpt --out x", "--format c", TestName = "{m}(a folder without the header format)")]
    [TestCase("--format c --out /no/such/folder", "/no/such/folder", TestName = "{m}(a folder that does not exist)")]
    [TestCase("--format c --json", "--json", TestName = "{m}(two formats)")]
    [TestCase("--format pascal", "pascal", TestName = "{m}(an unknown format)")]
    public void WrongUseOfLayoutIsRefusedWithTheInputNamed(string arguments, string said)
    {
        (int code, string output, string error) = Run(arguments.Split(' '));
        Assert.Multiple(() =>
        {
            Assert.That((code, output), Is.EqualTo((ExitCodes.Error, "")));
            Assert.That(error, Does.Contain(said));
        });
    }
}
