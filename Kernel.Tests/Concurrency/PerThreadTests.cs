// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

[TestFixture]
public sealed class PerThreadTests
{
    [Test]
    public void EachThreadHasItsOwnValue()
    {
        PerThread<One, int>.Value = 5;
        int other = -1;
        OsThread.Start("other", () => other = PerThread<One, int>.Value++).Join();
        Assert.That((other, PerThread<One, int>.Value), Is.EqualTo((0, 5)));
    }

    [Test]
    public void TagsTellVariablesApart()
    {
        PerThread<One, string>.Value = "one";
        PerThread<Two, string>.Value = "two";
        Assert.That((PerThread<One, string>.Value, PerThread<Two, string>.Value), Is.EqualTo(("one", "two")));
    }

    private readonly struct One;

    private readonly struct Two;
}
