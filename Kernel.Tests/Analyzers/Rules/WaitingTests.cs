// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Rules;

public class WaitingTests
{
    [Test]
    public Task SleepingInRealModeIsReported() => RealModeVerifier.Body("{|KRN1001:Thread.Sleep(1)|};");

    [Test]
    public Task SleepingOutsideRealModeIsQuiet() =>
        RealModeVerifier.Declarations("class C { void M() { Thread.Sleep(1); lock (this) { } throw new Exception(); } }");

    [TestCase("Thread.Yield()")]
    [TestCase("Thread.SpinWait(9)")]
    [TestCase("Monitor.Enter(thing)")]
    [TestCase("Monitor.Exit(thing)")]
    [TestCase("new SpinWait().SpinOnce()")]
    [TestCase("Interlocked.MemoryBarrierProcessWide()")]
    [TestCase("Console.WriteLine(number)")]
    [TestCase("File.Exists(text)")]
    [TestCase("Environment.Exit(1)")]
    [TestCase("GC.Collect()")]
    [TestCase("NativeMemory.Alloc(8)")]
    [TestCase("NativeMemory.Free(pointer)")]
    public Task BlockingMemberIsReported(string call) => RealModeVerifier.Body("{|KRN1001:" + call + "|};");

    [TestCase("Mutex", "lockable.WaitOne()")]
    [TestCase("Semaphore", "lockable.Release()")]
    [TestCase("SemaphoreSlim", "lockable.Wait()")]
    [TestCase("ManualResetEventSlim", "lockable.Set()")]
    [TestCase("ReaderWriterLockSlim", "lockable.EnterReadLock()")]
    [TestCase("System.Threading.Lock", "lockable.Enter()")]
    [TestCase("Thread", "lockable.Join()")]
    [TestCase("Task", "lockable.Wait()")]
    [TestCase("FileStream", "lockable.ReadByte()")]
    [TestCase("Stream", "lockable.Flush()")]
    public Task BlockingInstanceMemberIsReported(string type, string call) =>
        RealModeVerifier.Declarations("class C { [RealMode] void M(" + type + " lockable) { {|KRN1001:" + call + "|}; } }");

    [Test]
    public Task BlockingPropertyIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] int M(Task<int> task, Lazy<int> lazy) => {|KRN1001:task.Result|} + {|KRN1001:lazy.Value|}; }
        """);

    [Test]
    public Task SpinLockOfTheLibraryIsReported() => RealModeVerifier.Body(
        "var taken = false; {|KRN1001:s.Enter(ref taken)|}; s.Exit();", "static SpinLock s;");

    [Test]
    public Task CallOfAMightSleepMemberIsReported() =>
        RealModeVerifier.Body("{|KRN1001:Mutex_lock()|};", "[MightSleep] static void Mutex_lock() { }");

    [Test]
    public Task CallOfAnOverrideOfAMightSleepMemberIsReported() => RealModeVerifier.Declarations("""
        abstract class Device { [MightSleep] public abstract void Flush(); }
        sealed class Disk : Device { public override void Flush() { } }
        class C { [RealMode] void M(Disk disk) { {|KRN1001:disk.Flush()|}; } }
        """);

    [Test]
    public Task MemberOfATypeThatMightSleepIsReported() => RealModeVerifier.Declarations("""
        [MightSleep] static class Slab { public static void Grow() { } [RealMode] public static void Peek() { } }
        class C { [RealMode] void M() { {|KRN1001:Slab.Grow()|}; Slab.Peek(); } }
        """);

    [Test]
    public Task LockStatementIsReported() => RealModeVerifier.Body("{|KRN1002:lock|} (thing) { number++; }");

    [Test]
    public Task LockStatementOnALockIsReported() =>
        RealModeVerifier.Body("{|KRN1002:lock|} (l) { number++; }", "static System.Threading.Lock l = null!;");

    [Test]
    public Task LockScopeIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] void M(System.Threading.Lock l) { using ({|KRN1001:l.EnterScope()|}) { } } }
        """);

    [Test]
    public Task SynchronizedMethodIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode, MethodImpl(MethodImplOptions.Synchronized)] void {|KRN1002:M|}() { } }
        """);

    [Test]
    public Task AsynchronousMethodIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] async Task {|KRN1003:M|}(Task t) { {|KRN1003:await t|}; } }
        """);

    [Test]
    public Task IteratorIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] IEnumerable<int> M() { {|KRN1003:yield return 1;|} {|KRN1003:yield break;|} } }
        """);

    [Test]
    public Task AwaitUsingIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] async Task {|KRN1003:M|}(IAsyncDisposable d) { {|KRN1003:await using (d) { }|} } }
        """);

    [Test]
    public Task AwaitForEachIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] async Task {|KRN1003:M|}(IAsyncEnumerable<int> s) { {|KRN1003:await foreach (var i in s) { }|} } }
        """);
}
