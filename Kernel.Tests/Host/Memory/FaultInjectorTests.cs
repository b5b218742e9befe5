// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using NUnit.Framework;

namespace Kernel.Tests.Host.Memory;

[TestFixture]
public sealed class FaultInjectorTests
{
    private readonly FaultInjector _faults = new();

    [SetUp]
    public void ForgetPlans() => _faults.Clear();

    [Test]
    public void NothingFailsUnasked() => Assert.That(Outcomes(AllocationPoint.Slab, 3), Has.All.Zero);

    [Test]
    public void TheNextAllocationFailsOnce()
    {
        _faults.FailNext(AllocationPoint.Slab);
        Assert.That(Outcomes(AllocationPoint.Slab, 3), Is.EqualTo(new[] { -12, 0, 0 }));
    }

    [Test]
    public void ALaterOneFailsAfterSoManySuccesses()
    {
        _faults.FailNext(AllocationPoint.Vmalloc, after: 2);
        Assert.That(Outcomes(AllocationPoint.Vmalloc, 4), Is.EqualTo(new[] { 0, 0, -12, 0 }));
    }

    [Test]
    public void TheErrorCanBeChosen()
    {
        _faults.FailNext(AllocationPoint.FileDescriptor, errno: -24);
        Assert.That(Outcomes(AllocationPoint.FileDescriptor, 1), Is.EqualTo(new[] { -24 }));
    }

    [Test]
    public void SeveralPlansComeTrueEachAtItsPlace()
    {
        _faults.FailNext(AllocationPoint.UserPage, after: 0, errno: -14);
        _faults.FailNext(AllocationPoint.UserPage, after: 1);
        _faults.FailNext(AllocationPoint.UserPage, after: 3);
        Assert.That(Outcomes(AllocationPoint.UserPage, 5), Is.EqualTo(new[] { -14, -12, 0, -12, 0 }));
    }

    [Test]
    public void PointsAreIndependent()
    {
        _faults.FailNext(AllocationPoint.FreePages, after: 1);
        Assert.Multiple(() =>
        {
            foreach (AllocationPoint point in Enum.GetValues<AllocationPoint>().Where(point => point != AllocationPoint.FreePages))
                Assert.That(Outcomes(point, 3), Has.All.Zero, $"{point}");
            Assert.That(Outcomes(AllocationPoint.FreePages, 2), Is.EqualTo(new[] { 0, -12 }));
        });
    }

    [Test]
    public void ClearingForgetsThePlans()
    {
        _faults.FailNext(AllocationPoint.Slab);
        _faults.Clear();
        Assert.That(Outcomes(AllocationPoint.Slab, 1), Has.All.Zero);
    }

    [Test]
    public void SenselessPlansAreRefused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => _faults.FailNext(AllocationPoint.Slab, after: -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => _faults.FailNext(AllocationPoint.Slab, errno: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => _faults.FailNext(AllocationPoint.Slab, errno: 12), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private int[] Outcomes(AllocationPoint point, int count)
    {
        var outcomes = new int[count];
        for (int i = 0; i < count; i++)
            outcomes[i] = _faults.Next(point);
        return outcomes;
    }
}
