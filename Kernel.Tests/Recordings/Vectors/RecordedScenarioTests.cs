// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;
using Kernel.Recordings.Vectors;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Vectors;

/// <summary>What the original C did in forty scenarios, operation by operation, the port does too.</summary>
[TestFixture]
public sealed class RecordedScenarioTests
{
    [Test]
    public void ThePortAgreesWithTheOriginal(
        [ValueSource(typeof(VectorData), nameof(VectorData.Files))] string file,
        [Values] VectorVariant variant)
    {
        VectorReport report = VectorPlayer.Play(VectorData.PathOf(file), variant);

        Assert.That(report.First, Is.Null, "the first result that differs");
        Assert.That(report.Mismatches, Is.Zero, "results that differ");
        Assert.That(report.Operations, Is.GreaterThan(100), "a scenario is more than a few operations");
    }

    [Test]
    public void TheCopyOfTheScenariosIsWhole()
    {
        string[] manifest = File.ReadAllLines(Path.Combine(VectorData.Folder, "MANIFEST.txt"));
        Assert.That(VectorData.Files.Count(), Is.EqualTo(manifest.Length), "as many scenarios as the manifest lists");
        foreach (string file in VectorData.Files)
        {
            string digest = Convert.ToHexStringLower(SHA256.HashData(VectorData.Unpack(file)));
            string name = Path.GetFileNameWithoutExtension(file);
            Assert.That(manifest, Has.Some.StartsWith($"{digest}  {name} "), $"the digest of {name}");
        }
    }
}
