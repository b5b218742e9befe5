// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

/// <summary>A use keeps what it uses; the end lets no other begin.</summary>
[TestFixture]
public sealed class LifetimeTests
{
    private Lifetime _lifetime = null!;

    [SetUp]
    public void Create() => _lifetime = new Lifetime();

    [Test]
    public void NoUseBeginsAfterTheEnd()
    {
        Assert.That(_lifetime.TryEnd(), Is.True, "it is ended once");
        Assert.That(_lifetime.TryEnd(), Is.False, "a second end does nothing");
        Assert.That(_lifetime.TryBegin(), Is.False, "there is nothing to use");
        Assert.That(
            () => _lifetime.Use(this).Dispose(), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains(nameof(LifetimeTests)),
            "the exception has the user's name");
        Assert.That((_lifetime.HasEnded, _lifetime.IsInUse), Is.EqualTo((true, false)), "it is over");
    }

    [Test]
    public void TheOwnerWaitsForAUseThatHasBegun()
    {
        Assert.That(_lifetime.TryBegin(), Is.True, "it lives");
        _lifetime.TryEnd();
        Assert.That(_lifetime.IsInUse, Is.True, "a use is left");
        Assert.That(_lifetime.WaitUntilUnused(() => true), Is.False, "the wait is given up while a use is left");
        Task<bool> wait = Task.Run(() => _lifetime.WaitUntilUnused(() => false));
        Assert.That(wait.IsCompleted, Is.False, "the owner waits");
        _lifetime.Leave();
        Deadline.Join("the owner's wait", wait);
        Assert.That((wait.Result, _lifetime.IsInUse), Is.EqualTo((true, false)), "the last use has ended");
    }

    [Test]
    public void UsesThatRaceWithTheEndAreEitherCountedOrRefused()
    {
        const int rounds = 200;
        for (int round = 0; round < rounds; round++)
        {
            var lifetime = new Lifetime();
            bool isDestroyed = false, wasUsedTooLate = false;
            Task user = Deadline.Start(() =>
            {
                while (lifetime.TryBegin())
                {
                    wasUsedTooLate |= Volatile.Read(ref isDestroyed);
                    lifetime.Leave();
                }
            });
            lifetime.TryEnd();
            lifetime.WaitUntilUnused(() => false);
            Volatile.Write(ref isDestroyed, true);
            Deadline.Join("the user is refused", user);
            Assert.That(wasUsedTooLate, Is.False, "nothing is used that has been destroyed");
        }
    }
}
