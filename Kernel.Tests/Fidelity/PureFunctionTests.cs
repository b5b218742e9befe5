// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Text.Json;
using Linux;
using NUnit.Framework;
using static Linux.include.asm.cputable_h;
using static Linux.include.asm.kvm_book3s_64_h;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares three functions without state with recorded results of the original C, on both processors.</summary>
[TestFixture]
public sealed class PureFunctionTests
{
    private ulong _features;

    [SetUp]
    public void RememberTheProcessor() => _features = cpu_features;

    [TearDown]
    public void RestoreTheProcessor() => cpu_features = _features;

    [Test]
    public void RbOperandsAreThoseOfTheOriginal() => Play("compute_tlbie_rb", 720, vector =>
        Assert.That(
            compute_tlbie_rb(vector.Number("v"), vector.Number("r"), vector.Number("pte_index")), Is.EqualTo(vector.Number("rb")),
            vector.ToString()));

    [Test]
    public void PageSizesAreThoseOfTheOriginal() => Play("hpte_page_size", 144, vector =>
        Assert.That(hpte_page_size(vector.Number("h"), vector.Number("l")), Is.EqualTo(vector.Number("result")), vector.ToString()));

    [Test]
    public void RealModeLimitSelectorsAreThoseOfTheOriginal() => Play("lpcr_rmls", 24, vector =>
        Assert.That(book3s_hv.lpcr_rmls(vector.Number("rma_size")), Is.EqualTo((int)vector.Number("result")), vector.ToString()));

    [Test]
    public void RealModeLimitSelectorsOfTheSecondCopyAreThoseOfTheOriginal()
    {
        var lpcrRmls =
            typeof(book3s_hv_builtin).GetMethod("lpcr_rmls", BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Func<ulong,
        int>>();
        Play(
            "lpcr_rmls", 24,
            vector => Assert.That(lpcrRmls(vector.Number("rma_size")), Is.EqualTo((int)vector.Number("result")), vector.ToString()));
    }

    private static void Play(string function, int count, Action<JsonElement> check)
    {
        IReadOnlyList<JsonElement> vectors = OriginalConstants.VectorsOf(function);
        Assert.That(vectors, Has.Count.EqualTo(count));
        Assert.That(
            vectors.Select(vector => vector.Number("arch_206")).Distinct(), Is.EquivalentTo(new[] { 0ul, 1ul }),
            "vectors of both processors");
        Assert.Multiple(() =>
        {
            foreach (JsonElement vector in vectors)
            {
                cpu_features = CPU_FTR_HVMODE | (vector.Number("arch_206") != 0 ? CPU_FTR_ARCH_206 : CPU_FTR_ARCH_201);
                check(vector);
            }
        });
    }
}
