// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Native;
using NUnit.Framework;

namespace Kernel.Tests.Native;

[TestFixture]
public sealed unsafe class HugePagesTests
{
    [Test]
    public void SmallRangesAreNotWorthTheCall() => Assert.That(HugePages.Request(0x1000, HugePages.Size - 1), Is.False);

    [Test]
    public void TheAdviceChangesNoContent()
    {
        using NativeHeap heap = new();
        const int length = 8 << 20;
        byte* block = (byte*)heap.Allocate("block", length);
        new Span<byte>(block, length).Fill(0x77);
        HugePages.Request((nuint)block, length);
        Assert.That(new Span<byte>(block, length).ContainsAnyExcept((byte)0x77), Is.False);
    }

    [Test]
    public void ARangeThatIsNotMappedIsRefusedWithoutHarm() => Assert.That(HugePages.Request(0x1000, HugePages.Size), Is.False);
}
