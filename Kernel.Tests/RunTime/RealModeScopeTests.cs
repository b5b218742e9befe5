// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.RunTime;

/// <summary>The run-time scope finds what RealtimeSanitizer's functional tests ask for, translated to .NET.</summary>
[TestFixture]
public sealed class RealModeScopeTests
{
    private static object? _kept;
    private static int _number;

    private static IEnumerable<TestCaseData> Allocations()
    {
        (string Name, Action Body)[] bodies =
        [
            ("ListGrows", () => _kept = new List<int> { 1 }),
            ("ObjectIsReset", () => _kept = new object()),
            ("FileIsOpened", () => File.OpenRead(typeof(RealModeScope).Assembly.Location).Dispose()),
            ("ThreadIsStartedAndJoined", () => { var thread = new Thread(static () => { }); thread.Start(); thread.Join(); }),
            ("DelegateCaptures", () => { int captured = _number; _kept = new Func<int>(() => captured); }),
            ("ExceptionIsThrown", () => { try { throw new InvalidOperationException(); } catch (InvalidOperationException) { } }),
            ("IteratorIsCalled", () => _kept = Iterate()),
            ("ValueIsBoxed", () => _kept = _number),
            ("StringIsBuilt", () => _kept = $"{_number}"),
        ];
        return bodies.Select(body => new TestCaseData(body.Body) { TestName = $"FindsThat({body.Name})" });
    }

    [TestCaseSource(nameof(Allocations))]
    public void FindsAllocation(Action body)
    {
        body();
        RealModeViolationException found = Assert.Throws<RealModeViolationException>(() => Run(body))!;
        Assert.That(found.Violations.Select(violation => violation.Kind), Is.EqualTo(new[] { RealModeViolationKind.Allocation }));
        Assert.That(found.Message, Does.Contain("bytes of managed memory").And.Contain(nameof(FindsAllocation)));
        body();     // and outside it goes on as before
    }

    [Test]
    public void HarmlessCodeIsQuiet() => Assert.DoesNotThrow(() => Run(static () => Interlocked.Increment(ref _number)));

    [Test]
    public void BlockingPrimitiveIsReportedWithItsStack()
    {
        RealModeViolationException found = Assert.Throws<RealModeViolationException>(() => Run(Wait))!;
        Assert.Multiple(() =>
        {
            Assert.That(found.Violations, Has.Count.EqualTo(1));
            Assert.That(found.Violations[0].Kind, Is.EqualTo(RealModeViolationKind.Blocking));
            Assert.That(found.Violations[0].What, Is.EqualTo("mutex_lock"));
            Assert.That(found.Violations[0].Stack, Does.Contain(nameof(Wait)));
        });
    }

    [Test]
    public void OutsideAScopeNothingIsReported()
    {
        Assert.DoesNotThrow(Wait);
        Assert.That(RealModeScope.IsActive, Is.False);
    }

    [Test]
    public void SuspendedScopeReportsNothingAndNests() => Assert.DoesNotThrow(static () =>
    {
        using RealModeScope scope = RealModeScope.Enter();
        using (RealModeScope.Suspend())
        {
            using (RealModeScope.Suspend())
                Wait();
            _kept = new object();
            Wait();
        }
    });

    [Test]
    public void ScopeReportsAgainAfterASuspension() => Assert.Throws<RealModeViolationException>(static () => Run(static () =>
    {
        using (RealModeScope.Suspend())
            Wait();
        Wait();
    }));

    [Test]
    public void InnermostScopeReportsTheViolation()
    {
        int found = 0;
        Assert.DoesNotThrow(() =>
        {
            var options = new RealModeScopeOptions { ForgiveCompilation = false, OnViolation = _ => found++ };
            using RealModeScope outer = RealModeScope.Enter();
            using RealModeScope inner = RealModeScope.Enter(options);
            Wait();
            _kept = new object();
        });
        Assert.That(found, Is.EqualTo(2));
    }

    [Test]
    public void ViolationWithTheSameStackIsReportedOnce()
    {
        var found = new List<RealModeViolation>();
        using (RealModeScope.Enter(new RealModeScopeOptions { OnViolation = found.Add, Allocation = false }))
        {
            for (int i = 0; i < 3; i++)
                Wait();
        }

        Assert.That(found, Has.Count.EqualTo(1));
    }

    [Test]
    public void ViolationsCanBeReadInside()
    {
        using RealModeScope scope = RealModeScope.Enter(new RealModeScopeOptions { OnViolation = static _ => { }, Allocation = false });
        Wait();
        Assert.That(RealModeScope.Violations.Single().What, Is.EqualTo("mutex_lock"));
    }

    [Test]
    public void AbandonedScopeDoesNotHideAnException() => Assert.Throws<InvalidOperationException>(static () =>
    {
        RealModeScope scope = RealModeScope.Enter();
        try
        {
            Wait();
            throw new InvalidOperationException();
        }
        catch
        {
            scope.Abandon();
            throw;
        }
    });

    [Test]
    public void OtherThreadsAreNotWatched() => Assert.DoesNotThrow(static () =>
    {
        using RealModeScope scope = RealModeScope.Enter(new RealModeScopeOptions { Allocation = false });
        var thread = new Thread(Wait);
        thread.Start();
        thread.Join();
    });

    [Test]
    public void ContendedLockOfTheRuntimeIsFound()
    {
        var found = new List<RealModeViolation>();
        object gate = new();
        bool isHeld = false;
        using (RealModeScope.Enter(new RealModeScopeOptions { ContentionEvents = true, Allocation = false, OnViolation = found.Add }))
        {
            Thread waiter = Thread.CurrentThread;
            var holder = new Thread(() =>
            {
                lock (gate)
                {
                    Volatile.Write(ref isHeld, true);
                    SpinWait.SpinUntil(() => (waiter.ThreadState & ThreadState.WaitSleepJoin) != 0);
                }
            });
            holder.Start();
            while (!Volatile.Read(ref isHeld))
                Thread.SpinWait(1);     // sleeping here would pass for waiting for the lock
            lock (gate)
                _number++;
            holder.Join();
        }

        Assert.That(found.Select(violation => violation.Kind), Has.Some.EqualTo(RealModeViolationKind.Contention));
    }

    private static void Run(Action body)
    {
        using RealModeScope scope = RealModeScope.Enter();
        body();
    }

    private static void Wait() => RealModeScope.MightBlock("mutex_lock");

    private static IEnumerable<int> Iterate()
    {
        yield return 1;
    }
}
