// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using Kernel.Cli;
using NUnit.Framework;

namespace Kernel.Tests.Cli;

[TestFixture]
public sealed class LayoutCommandTests
{
    private static (int Code, string Out, string Error) Run(params string[] arguments) => CommandRun.Of(["layout", .. arguments]);

    [Test]
    public void WithoutABlockAllAreListed()
    {
        (int code, string output, string error) = Run();
        Assert.Multiple(() =>
        {
            Assert.That((code, error), Is.EqualTo((ExitCodes.Done, "")));
            Assert.That(output, Does.Contain("slot_phys").And.Contain("lppaca"));
        });
    }

    [Test]
    public void ABlockIsShownWithItsFieldsAndConstants()
    {
        (int code, string output, _) = Run("hpt");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Done));
            Assert.That(output, Does.Match(@"8 +│ 8 +│ u64 +│ r +│").And.Contain("HPTE_V_HVLOCK"));
        });
    }

    [Test]
    public void ABlockComesAsACHeader() =>
        Assert.That(Run("revmap", "--format", "c").Out, Does.Contain("struct revmap {").And.Contain("_Static_assert(sizeof(struct revmap) == 8"));

    [Test]
    public void ABlockComesAsJson()
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
    public void HeadersGoToAFolder()
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

    [TestCase("htp", "hpt", TestName = "An unknown block names those that there are")]
    [TestCase("hpt --out x", "--format c", TestName = "A folder is for headers")]
    [TestCase("--format c --out /no/such/folder", "/no/such/folder", TestName = "A folder must exist")]
    [TestCase("--format c --json", "--json", TestName = "One form at a time")]
    [TestCase("--format pascal", "pascal", TestName = "An unknown form is named")]
    public void WrongUseIsRefusedByName(string arguments, string said)
    {
        (int code, string output, string error) = Run(arguments.Split(' '));
        Assert.Multiple(() =>
        {
            Assert.That((code, output), Is.EqualTo((ExitCodes.Error, "")));
            Assert.That(error, Does.Contain(said));
        });
    }
}
