// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Concurrency;

/// <summary>User code that the kernel waits for is known by its thread, and by the threads that it starts.</summary>
[TestFixture]
public sealed class UserCodeTests
{
    [TearDown]
    public void LeaveNothing() => UserCode.DiscardFailure();

    [Test]
    public void AThreadIsInsideUntilItsOutermostScopeEnds()
    {
        Assert.That(UserCode.ThrowIfInside, Throws.Nothing, "it has not entered");
        using (UserCode.Enter())
        {
            using (UserCode.Enter())
                Assert.That(UserCode.ThrowIfInside, Throws.InvalidOperationException, "it is inside twice");
            Assert.That(UserCode.ThrowIfInside, Throws.InvalidOperationException, "it is inside");
        }
        Assert.That(UserCode.ThrowIfInside, Throws.Nothing, "it has left");
    }

    [Test]
    public void ATaskThatUserCodeStartsIsInsideAsLongAsItsStarter()
    {
        using var mayGoOn = new ManualResetEventSlim();
        Task inside, after;
        using (UserCode.Enter())
        {
            inside = Task.Run(UserCode.ThrowIfInside);
            Assert.That(() => Deadline.Join("the task", inside), Throws.InvalidOperationException, "its starter may wait for it");
            after = Deadline.Start(() =>
            {
                mayGoOn.Wait();
                UserCode.ThrowIfInside();
            });
        }
        mayGoOn.Set();
        Assert.That(() => Deadline.Join("the task", after), Throws.Nothing, "nobody inside waits for it any more");
    }

    [Test]
    public void ATaskThatIsStartedBesideUserCodeIsNotInside()
    {
        using var isInside = new ManualResetEventSlim();
        using var mayLeave = new ManualResetEventSlim();
        Task user = Deadline.Start(() =>
        {
            using UserCode.Scope _ = UserCode.Enter();
            isInside.Set();
            mayLeave.Wait();
        });
        isInside.Wait();
        Assert.That(() => Deadline.Run("another task", UserCode.ThrowIfInside), Throws.Nothing, "it belongs to other code");
        mayLeave.Set();
        Deadline.Join("user code", user);
    }

    [Test]
    public void TheContextOfTheCallerIsUnchangedAfterwards()
    {
        var variable = new AsyncLocal<int> { Value = 1 };
        ExecutionContext? before = ExecutionContext.Capture();
        using (UserCode.Enter())
            Assert.That(variable.Value, Is.EqualTo(1), "the caller's variables are seen inside");
        Assert.That(ExecutionContext.Capture(), Is.SameAs(before), "the mark is gone");
    }

    [Test]
    public void EnteringAgainAllocatesNothing()
    {
        for (int i = 0; i < 2; i++)
            UserCode.Enter().Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        UserCode.Enter().Dispose();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, "the contexts are kept");
    }

    [Test]
    public void TheOwnerOfUserCodeIsThatOfTheInnermostScope()
    {
        object outer = new(), inner = new();
        using (UserCode.Enter(outer))
        {
            using (UserCode.Enter(inner))
                Assert.That((UserCode.IsRunFor(outer), UserCode.IsRunFor(inner)), Is.EqualTo((false, true)), "inner code runs");
            Assert.That(UserCode.IsRunFor(outer), Is.True, "outer code goes on");
        }
        Assert.That(UserCode.IsRunFor(outer), Is.False, "no code runs");
    }

    [Test]
    public void TheFirstFailureIsThrownOnce()
    {
        UserCode.KeepFailure(new NotSupportedException("first"));
        UserCode.KeepFailure(new NotSupportedException("second"));
        Assert.That(UserCode.ThrowFailure, Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("first"), "the first one counts");
        Assert.That(UserCode.ThrowFailure, Throws.Nothing, "it has been thrown");
    }
}
