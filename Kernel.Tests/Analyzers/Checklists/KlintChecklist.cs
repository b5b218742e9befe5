// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Analyzers.Locks;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Checklists;

/// <summary>klint's tests: code that may not sleep, and disabling and enabling pre-emption.</summary>
[TestFixture]
public sealed class KlintChecklist
{
    private const string Names =
        "adjustment annotation annotation/lock box_free calltrace drop-array drop-slice function-pointer iflet iflet/result " +
            "infinite_recursion recursion/annotated recursion/inferred recursion/drop " +
        "upcasting vtable/1 vtable/2 vtable/3 vtable/4 vtable/5 waker";

    internal static IReadOnlyList<ChecklistCase> Cases => [.. Atomic, .. Preemption];

    private static IReadOnlyList<ChecklistCase> Atomic =>
    [
        ChecklistCase.Covered("annotation", "an escape without a reason, and an attribute on an external method", """
            static class C
            {
                [Atomic({|KRN1501:Unchecked = " "|})] static void Empty() => {|KRN1001:Thread.Sleep(1)|};
                [RealMode, DllImport("c")] static extern void {|KRN1502:Outside|}();
                [Atomic(Unchecked = "never contended")] static void Said() => Thread.Sleep(1);
            }
            """),
        ChecklistCase.Covered("box_free", "a box frees its value when it is disposed", """
            unsafe struct Box : IDisposable { public int* Value; public void Dispose() => NativeMemory.Free(Value); }
            static class C
            {
                [Atomic] static void M(Box b) { {|KRN1001:using var c = b;|} }
                static void Outside(Box b) { using var c = b; }
            }
            """),
        ChecklistCase.Covered("calltrace", "the violation is several generic calls away", """
            interface IWork { void Do(); }
            struct Sleeps : IWork { public void Do() => C.Wait(); }
            struct Runs : IWork { public void Do() { } }
            static class C
            {
                public static void Wait() => Thread.Sleep(1);
                static void Call<T>(T work) where T : struct, IWork => work.Do();
                static void Twice<T>(T work) where T : struct, IWork { Call(work); Call(work); }
                [Atomic] static void M() { {|KRN1001:Twice(new Sleeps())|}; Twice(new Runs()); {|KRN1001:Wait()|}; }
            }
            """),
        ChecklistCase.Covered("drop-array", "an array of known length disposes its elements", """
            struct Sleeps : IDisposable { public void Dispose() => Thread.Sleep(1); }
            struct Runs : IDisposable { public void Dispose() { } }
            [InlineArray(4)] struct Four<T> where T : struct, IDisposable
            {
                T _first;
                public void Dispose() { foreach (ref T item in (Span<T>)this) item.Dispose(); }
            }
            static class C { [Atomic] static void M(Four<Sleeps> a, Four<Runs> b) { {|KRN1001:a.Dispose()|}; b.Dispose(); } }
            """),
        ChecklistCase.Covered("drop-slice", "a slice disposes its elements", """
            struct Sleeps : IDisposable { public void Dispose() => Thread.Sleep(1); }
            struct Runs : IDisposable { public void Dispose() { } }
            static class C
            {
                static void Drop<T>(Span<T> items) where T : struct, IDisposable { foreach (ref T item in items) item.Dispose(); }
                [Atomic] static void M(Span<Sleeps> a, Span<Runs> b) { {|KRN1001:Drop(a)|}; Drop(b[1..]); }
            }
            """),
        ChecklistCase.Covered("function-pointer", "a function is judged when it becomes a delegate, a pointer when it is called", """
            [Atomic] delegate void Handler();
            static unsafe class C
            {
                static void Sleeps() => Thread.Sleep(1);
                [Atomic] static void Runs() { }
                [Atomic] static void Call(delegate*<void> f, Handler h) { {|KRN1302:f()|}; h(); }
                static void M()
                {
                    Call(&Sleeps, Runs);
                    Call(&Runs, {|KRN1503:Sleeps|});
                    Handler h = {|KRN1503:() => Sleeps()|};
                    h = [Atomic] () => {|KRN1001:Sleeps()|};
                }
            }
            """),
        ChecklistCase.Covered("infinite_recursion", "a generic function that calls itself with ever larger types is reported", """
            struct Pair<T> { public T A, B; }
            static class C
            {
                static void Deeper<T>(int n) { if (n > 0) Deeper<Pair<T>>(n - 1); }
                [Atomic] static void M() => {|KRN1504:Deeper<int>(3)|};
            }
            """),
        ChecklistCase.Covered("recursion/annotated", "a recursive function with an attribute is trusted at its own call", """
            static class C
            {
                [Atomic] static void Runs(int n) { if (n > 0) Runs(n - 1); }
                [Atomic] static void Sleeps(int n) { if (n > 0) Sleeps(n - 1); {|KRN1001:Thread.Sleep(n)|}; }
            }
            """),
        ChecklistCase.Covered("recursion/inferred", "recursive functions without an attribute are judged together", """
            static class C
            {
                static void Runs(int n) { if (n > 0) Runs(n - 1); }
                static void Ping(int n) { if (n > 0) Pong(n - 1); }
                static void Pong(int n) { Ping(n); Thread.Sleep(n); }
                [Atomic] static void M() { Runs(3); {|KRN1001:Ping(3)|}; {|KRN1001:Pong(3)|}; }
            }
            """),
        ChecklistCase.Covered("recursion/drop", "disposal is recursive", """
            sealed class Node : IDisposable
            {
                Node? _next; readonly bool _sleeps = false;
                public void Dispose() { _next?.Dispose(); if (_sleeps) Thread.Sleep(1); }
            }
            sealed class Plain : IDisposable { Plain? _next; public void Dispose() => _next?.Dispose(); }
            static class C
            {
                [Atomic] static void M(Node a, Plain b) { {|KRN1001:a.Dispose()|}; b.Dispose(); using (b) { } using ({|KRN1001:a|}) { } }
            }
            """),
        ChecklistCase.Covered("upcasting", "a call through a base interface counts by that interface's contract", """
            interface IBase { void Plain(); [Atomic] void Marked(); }
            interface IDerived : IBase { }
            sealed class Device : IDerived { public void Plain() => Thread.Sleep(1); public void Marked() => {|KRN1001:Thread.Sleep(1)|}; }
            static class C
            {
                [Atomic] static void M(IDerived d) { IBase b = d; b.Marked(); d.Marked(); {|KRN1302:b.Plain()|}; {|KRN1302:d.Plain()|}; }
            }
            """),
        ChecklistCase.Covered("vtable/1", "an implementation keeps the contract of its interface", """
            interface IWork { [Atomic] void Do(); }
            class Runs : IWork { public void Do() { } }
            static class C { [Atomic] static void M(IWork w) => w.Do(); static IWork Make() => new Runs(); }
            """),
        ChecklistCase.Covered("vtable/2", "an implementation breaks the contract of its interface", """
            interface IWork { [Atomic] void Do(); }
            class Sleeps : IWork { public void Do() => {|KRN1001:Thread.Sleep(1)|}; }
            class {|KRN1503:Declared|} : IWork { [MightSleep] public void Do() { } }
            static class C { [Atomic] static void M(IWork w) => w.Do(); static IWork Make() => new Sleeps(); }
            """),
        ChecklistCase.Covered("vtable/3", "a call through an interface without a contract is reported", """
            interface IWork { void Do(); }
            class Runs : IWork { public void Do() { } }
            static class C { [Atomic] static void M(IWork w) => {|KRN1302:w.Do()|}; static IWork Make() => new Runs(); }
            """),
        ChecklistCase.Covered("vtable/4", "a default implementation and an unannotated base class implement an interface member", """
            interface IWork { [Atomic] void Do() => {|KRN1001:Thread.Sleep(1)|}; [Atomic] void Run() { } }
            class Base { public void Run() => Thread.Sleep(1); }
            class {|KRN1503:Worker|} : Base, IWork { }
            """),
        ChecklistCase.Covered("vtable/5", "disposal is a virtual call", """
            abstract class Resource : IDisposable { [Atomic] public abstract void Dispose(); }
            class Sleeps : Resource { public override void Dispose() => {|KRN1001:Thread.Sleep(1)|}; }
            static class C { [Atomic] static void M(Resource r, IDisposable d) { using (r) { } using ({|KRN1302:d|}) { } } }
            """),
        ChecklistCase.Covered("waker", "a hand-made table of functions", """
            [Atomic] delegate void Wake(nint data);
            readonly struct Table(Wake wake, Action drop) { public readonly Wake Wake = wake; public readonly Action Drop = drop; }
            static class C
            {
                [Atomic] static void Runs(nint data) { }
                static void Sleeps(nint data) => Thread.Sleep(1);
                static Table Make() => new(Runs, () => Thread.Sleep(1));
                static Table Bad() => new({|KRN1503:Sleeps|}, () => { });
                [Atomic] static void M(in Table t) { t.Wake(1); {|KRN1302:t.Drop()|}; }
            }
            """),
    ];

    /// <summary>klint counts how often pre-emption is disabled, like a lock that nests.</summary>
    private static IReadOnlyList<ChecklistCase> Preemption =>
    [
        ChecklistCase.Covered("adjustment", "a guard leaks in one branch", LockVerifier.InBody("""
            preempt_disable(); preempt_disable(); preempt_enable(); n++; preempt_enable();
            if (n > 3) {|KRN2001:preempt_disable()|};
            """, """
            [Acquires("::preemption", Spins = true)] static void Declared() => preempt_disable();
            static void Undeclared() => {|KRN2001:preempt_disable()|};
            static void Below() { {|KRN2002:preempt_enable()|}; }
            static void Sleeps() { preempt_disable(); {|KRN2007:Thread.Sleep(1)|}; preempt_enable(); }
            """)),
        ChecklistCase.Covered("annotation/lock", "an attribute that names no lock", """
            unsafe class C
            {
                [{|KRN2010:Acquires("l->lok")|}] static void Wrong(spinlock_t* k) { }
                [Acquires("k")] static extern void Right(spinlock_t* k);
                [Releases("::preemption")] static extern void Global();
            }
            """),
        ChecklistCase.Covered("iflet", "a lock held under a condition is released under the same condition", LockVerifier.InBody("""
            if (spin_trylock(&kvm->slots_lock) is not 0) { n++; spin_unlock(&kvm->slots_lock); }
            int got = spin_trylock(&kvm->mmu_lock);
            if (got != 0) n++;
            if (got != 0) spin_unlock(&kvm->mmu_lock);
            """)),
        ChecklistCase.Covered("iflet/result", "a lock is returned to the caller if the result says so", LockVerifier.InBody(
            "n = Pass(kvm) ? 1 : 0; if (n == 1) n = 2;", """
            [TryAcquires(true, "kvm->slots_lock", Spins = true)] static bool Take(kvm* kvm)
            {
                if (spin_trylock(&kvm->slots_lock) == 0) return false;
                return true;
            }
            static bool Pass(kvm* kvm) { if (!Take(kvm)) return false; spin_unlock(&kvm->slots_lock); return true; }
            """)),
    ];

    private static IEnumerable<TestCaseData> AtomicTests => ChecklistCase.Tests(Atomic);

    private static IEnumerable<TestCaseData> PreemptionTests => ChecklistCase.Tests(Preemption);

    [TestCaseSource(nameof(AtomicTests))]
    public Task CaseIsReportedAsMarked(string source) => RealModeVerifier.InferredDeclarations(source);

    [TestCaseSource(nameof(PreemptionTests))]
    public Task PreemptionCaseIsReportedAsMarked(string source) => LockVerifier.Declarations(source);

    [Test]
    public void EveryTestIsListed() => Assert.That(Cases.Select(entry => entry.Id), Is.EquivalentTo(Names.Split(' ')));

    [Test]
    public void CasesThatDoNotApplyHaveAReason() =>
        Assert.That(Cases.Where(entry => entry.Source is null && string.IsNullOrWhiteSpace(entry.Reason)), Is.Empty);
}
