// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.Recordings.Vectors;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Vectors;

/// <summary>A scenario that is not what was recorded is reported, as a difference or as damage, and never more than that.</summary>
[TestFixture]
public sealed class DamagedScenarioTests
{
    private const string Scenario = "pub-01.jsonl.gz";

    private string _path = "";

    [SetUp]
    public void ReserveAFile() => _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl");

    [TearDown]
    public void RemoveTheFile()
    {
        File.Delete(_path);
        File.Delete(_path + ".gz");
    }

    [Test]
    public void AChangedResultIsAMismatchAtItsLine()
    {
        string[] lines = Lines();
        int changed = Array.FindIndex(
            lines,
            line => line.StartsWith("{\"o\":\"E\"", StringComparison.Ordinal) && line.Contains("\"rm\":0", StringComparison.Ordinal));
        lines[changed] = lines[changed].Replace("\"rm\":0", "\"rm\":-6", StringComparison.Ordinal);

        VectorReport report = Play(lines);

        Assert.That(report.Mismatches, Is.EqualTo(1), "one result was changed");
        Assert.That(report.First!.Line, Is.EqualTo(changed + 1), "and this is its line");
        Assert.That(report.First.Expected, Does.Contain("-6"), "the expectation is the changed one");
    }

    [Test]
    public void ARemovedInvalidationIsAMismatch()
    {
        string[] lines = Lines();
        int changed = Array.FindIndex(
            lines, line => line.Contains(",\"t\":[[", StringComparison.Ordinal) && !line.Contains("\"y\"", StringComparison.Ordinal));
        int start = lines[changed].IndexOf(",\"t\":", StringComparison.Ordinal);
        lines[changed] = lines[changed][..start] + "}}";

        Assert.That(Play(lines).First?.Line, Is.EqualTo(changed + 1), "an invalidation that nobody expects");
    }

    [TestCase("", "no JSON at byte 1", TestName = "AnEmptyLineIsDamage")]
    [TestCase("[]", "expected an object", TestName = "AnArrayIsDamage")]
    [TestCase("{\"o\":\"zz\"}", "'o' is \"zz\"", TestName = "AnUnknownOperationIsDamage")]
    [TestCase("{\"o\":\"E\",\"v\":99,\"a\":[\"0\",\"0\",\"0\",\"0\"]}", "'v' is 99", TestName = "AVcpuThatDoesNotExistIsDamage")]
    [TestCase("{\"o\":\"E\",\"v\":0,\"a\":[\"0\"]}", "'a' is [\"0\"]", TestName = "TooFewArgumentsAreDamage")]
    [TestCase("{\"o\":\"E\",\"v\":0,\"a\":[\"x\",\"0\",\"0\",\"0\"]}", "hexadecimal", TestName = "ALetterOutsideOfHexadecimalIsDamage")]
    [TestCase("{\"o\":\"hw\",\"i\":\"100000\",\"bits\":\"80\"}", "'i' is", TestName = "AnIndexOutsideOfTheTableIsDamage")]
    [TestCase(
        "{\"o\":\"lpuse\",\"n\":1000}", "'n' is 1000; expected a decimal number from 0 to 993", TestName = "MoreLpidsThanThereAreIsDamage")]
    [TestCase("{\"o\":\"rma\",\"pfn\":\"1000\",\"npages\":\"4000000000000000\"}", "'npages' is", TestName = "AHugeAreaIsDamage")]
    [TestCase("{\"o\":\"rma\",\"pfn\":\"1000\",\"npages\":\"1\"}", "'npages' is", TestName = "AnAreaOfPartOfASectionIsDamage")]
    [TestCase("{\"o\":\"rma\",\"pfn\":\"1001\",\"npages\":\"1000\"}", "'pfn' is", TestName = "AnUnalignedAreaIsDamage")]
    [TestCase("{\"o\":\"rma\",\"pfn\":\"302e8000\",\"npages\":\"1000\"}", "302e8000 is taken", TestName = "AnAreaOfTakenFramesIsDamage")]
    [TestCase(
        "{\"o\":\"hp\",\"vma\":4,\"k\":3,\"present\":0}", "'k' is 3; expected a decimal number from 0 to 2",
        TestName = "AChunkOutsideOfTheMappingIsDamage")]
    [TestCase("{\"o\":\"hp\",\"vma\":-1,\"k\":0,\"present\":0}", "'vma' is -1", TestName = "ANegativeNumberIsDamage")]
    [TestCase("{\"o\":\"hp\",\"vma\":\"4\",\"k\":0,\"present\":0}", "expected a decimal number", TestName = "AStringForANumberIsDamage")]
    [TestCase("{\"o\":\"vcpus\",\"n\":1}", "one 'vcpus' in a file", TestName = "VcpusTwiceIsDamage")]
    [TestCase("{\"o\":\"init\"}", "one 'init' in a file", TestName = "InitTwiceIsDamage")]
    [TestCase("{\"o\":\"host\"}", "one 'host' in a file", TestName = "HostTwiceIsDamage")]
    [TestCase("{\"o\":\"unpin\",\"h\":0}", "'h' is 0", TestName = "UnpinningWhatIsNotPinnedIsDamage")]
    [TestCase("{\"o\":\"region\",\"slot\":64,\"flags\":0}", "'slot' is 64", TestName = "ASlotFarOutsideIsDamage")]
    [TestCase(
        "{\"o\":\"mrma\",\"id\":9,\"fd\":7,\"start\":\"0\",\"kps\":\"1000\"}", "'fd' is 7", TestName = "ADescriptorThatIsNotOpenIsDamage")]
    [TestCase(
        "{\"o\":\"mrma\",\"id\":9,\"fd\":0,\"start\":\"700000000000\",\"kps\":\"1000\"}", "no mapping covers",
        TestName = "OverlappingMappingsAreDamage")]
    [TestCase("{\"o\":\"chk\",\"x\":{\"valid\":1e999999999}}", "number 1e999999999 at byte 25", TestName = "AHugeExponentIsDamage")]
    [TestCase("{\"o\":\"chk\",\"y\":[[1E-999999999]]}", "number 1E-999999999 at byte 18", TestName = "ATinyExponentIsDamage")]
    [TestCase("{\"o\":\"chk\",\"note\":1e400}", "number 1e400 at byte 19", TestName = "AnExponentThatNobodyReadsIsDamage")]
    [TestCase("{\"o\":\"hp\",\"vma\":4,\"k\":1.0,\"present\":0}", "number 1.0 at byte 23", TestName = "AFractionIsDamage")]
    [TestCase("{\"o\":\"hp\",\"vma\":4,\"k\":-0,\"present\":0}", "number -0 at byte 23", TestName = "NegativeZeroIsDamage")]
    [TestCase(
        "{\"o\":\"lpuse\",\"n\":18446744073709551616}", "18446744073709551616 at byte 18; expected a whole number from",
        TestName = "ANumberOfMoreThan64BitsIsDamage")]
    [TestCase(
        "{\"o\":\"lpuse\",\"n\":9223372036854775807}", "'n' is 9223372036854775807; expected a decimal number",
        TestName = "ANumberOf64BitsIsOutOfRange")]
    [TestCase("{\"o\":\"hw\",\"o\":\"hw\"}", "each name in it once", TestName = "ANameTwiceIsDamage")]
    [TestCase("{\"o\":\"\\ud800\"}", "found a backslash", TestName = "AnEscapeIsDamage")]
    public void DamageIsReportedWithItsLineAndValue(string line, string complaint)
    {
        string[] lines = [.. Lines().Take(30), line];

        VectorFormatException damage = Assert.Throws<VectorFormatException>(() => Play(lines))!;
        Assert.That(damage.Message, Does.StartWith(_path).And.Contain("line 31").And.Contain(complaint), "file, line, value");
    }

    [TestCase("{\"o\":\"R\",\"v\":0,\"a\":[\"0\",\"a759a\",\"0\"]}", TestName = "RemovingALockedEntryIsRefused")]
    [TestCase("{\"o\":\"P\",\"v\":0,\"a\":[\"0\",\"a759a\",\"0\"]}", TestName = "ProtectingALockedEntryIsRefused")]
    [TestCase(
        "{\"o\":\"B\",\"v\":0,\"a\":[\"4000000000000000\",\"0\",\"40000000000a759a\",\"0\",\"0\",\"0\",\"0\",\"0\"]}",
        TestName = "RemovingALockedEntryInBulkIsRefused")]
    [TestCase(
        "{\"o\":\"E\",\"v\":0,\"a\":[\"8000000000\",\"a759a\",\"b20f403\",\"2000012\"]}", TestName = "EnteringIntoALockedEntryIsRefused")]
    [CancelAfter(60_000)]
    public void NothingWaitsForALockOfTheScenario(string call)
    {
        string[] lines = [.. Lines().Take(25), "{\"o\":\"lk\",\"i\":\"a759a\",\"set\":1}", call];

        VectorFormatException damage = Assert.Throws<VectorFormatException>(() => Play(lines))!;
        Assert.That(damage.Message, Does.Contain("line 27").And.Contain("'lk' has locked"), "the call is refused");
    }

    [TestCase("lpuse", "{\"o\":\"lpuse\",\"n\":1}")]
    [TestCase("init", "{\"o\":\"init\"}")]
    [TestCase("E", "{\"o\":\"E\",\"v\":0,\"a\":[]}")]
    public void NothingComesBeforeTheHost(string operation, string line)
    {
        VectorFormatException damage = Assert.Throws<VectorFormatException>(() => Play([Lines()[0], line]))!;
        Assert.That(
            damage.Message, Is.EqualTo($"{_path}: line 2: 'o' is \"{operation}\"; expected 'host' before anything else"), "one clear line");
    }

    [Test]
    public void NothingComesAfterTheEnd()
    {
        string[] lines = [.. Lines(), "{\"o\":\"chk\"}"];
        VectorFormatException damage = Assert.Throws<VectorFormatException>(() => Play(lines))!;
        Assert.That(damage.Message, Does.Contain($"line {lines.Length}").And.Contain("nothing after 'destroy'"), "the machine is gone");
    }

    [Test]
    public void AHostPageSizeThatThereIsNotIsDamage()
    {
        string[] lines = Lines();
        lines[1] = lines[1].Replace("\"page_shift\":12", "\"page_shift\":35", StringComparison.Ordinal);
        Assert.That(
            Assert.Throws<VectorFormatException>(() => Play(lines))!.Message, Does.EndWith("line 2: 'page_shift' is 35; expected 12 or 16"),
            "one clear line");
    }

    [Test]
    public void AnEmptyFileIsDamage()
    {
        File.WriteAllBytes(_path, []);
        VectorFormatException damage = Assert.Throws<VectorFormatException>(() => VectorPlayer.Play(_path, VectorVariant.Corrected))!;
        Assert.That(damage.Message, Is.EqualTo($"{_path}: line 1: found the end of the file; expected the meta line"), "one clear line");
    }

    [Test]
    public void ATruncatedFileIsDamageWhereverItEnds()
    {
        byte[] whole = File.ReadAllBytes(VectorData.PathOf(Scenario));
        foreach (int length in new[] { 0, 1, 10, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(_path + ".gz", whole[..length]);
            Assert.Throws<VectorFormatException>(
                () => VectorPlayer.Play(_path + ".gz", VectorVariant.Corrected), $"{length} of {whole.Length} bytes");
        }
    }

    [Test]
    public void TextThatIsNoUtf8IsDamage()
    {
        File.WriteAllBytes(_path, [(byte)'{', 0xff, 0xfe, (byte)'\n']);
        Assert.Throws<VectorFormatException>(() => VectorPlayer.Play(_path, VectorVariant.Corrected), "bytes that are no text");
    }

    private static string[] Lines() => Encoding.UTF8.GetString(VectorData.Unpack(Scenario)).TrimEnd('\n').Split('\n');

    private VectorReport Play(string[] lines)
    {
        File.WriteAllText(_path, string.Join('\n', lines) + "\n");
        return VectorPlayer.Play(_path, VectorVariant.Corrected);
    }
}
