// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using NUnit.Framework;

namespace Kernel.Tests.PageTables;

[TestFixture]
public sealed class HptFingerprintTests
{
    [Test]
    public void NoWordsGiveTheBasis() => Assert.That(HptFingerprint.Compute([]), Is.EqualTo(0xcbf29ce484222325));

    [Test]
    public void EachWordIsOneStep()
    {
        ulong one = unchecked((0xcbf29ce484222325UL ^ 7) * 0x100000001b3UL);
        Assert.That(HptFingerprint.Compute([7]), Is.EqualTo(one));
        Assert.That(HptFingerprint.Compute([7, 9]), Is.EqualTo(unchecked((one ^ 9) * 0x100000001b3UL)));
    }

    [Test]
    public void WordsAddedOneByOneGiveTheSame()
    {
        ulong[] words = [1, 2, 3, ulong.MaxValue, 0, 0];
        HptFingerprint fingerprint = HptFingerprint.Begin();
        foreach (ulong word in words)
            fingerprint.Add(word);
        Assert.That(fingerprint.Value, Is.EqualTo(HptFingerprint.Compute(words)));
    }
}
