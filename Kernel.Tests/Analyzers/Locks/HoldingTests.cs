// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Locks;

/// <summary>Members and fields are used with the locks that they need, and no code sleeps with a spin lock.</summary>
public class HoldingTests
{
    private const string Needing = """
        [MustHold("kvm->slots_lock")] static void touch(kvm* kvm) => also(kvm);
        [MustHold("kvm->slots_lock")] static void also(kvm* kvm) { }
        """;

    [Test]
    public Task CallWithTheLockIsQuiet() =>
        LockVerifier.Body("spin_lock(&kvm->slots_lock); touch(kvm); spin_unlock(&kvm->slots_lock);", Needing);

    [TestCase("{|KRN2005:touch(kvm)|};")]
    [TestCase("if (n > 3) { spin_lock(&kvm->slots_lock); n++; } {|KRN2005:touch(kvm)|}; " +
        "if (n > 3) {|KRN2002:spin_unlock(&kvm->slots_lock)|};", true)]
    [TestCase("spin_lock(&kvm->mmu_lock); {|KRN2005:touch(kvm)|}; spin_unlock(&kvm->mmu_lock);")]
    [TestCase("spin_lock(&kvm->slots_lock); spin_unlock(&kvm->slots_lock); {|KRN2005:touch(kvm)|};")]
    public Task CallWithoutTheLockIsReported(string statements, bool leaks = false) => LockVerifier.Body(
        leaks
            ? statements.Replace(
                "spin_lock(&kvm->slots_lock); n++", "{|KRN2001:spin_lock(&kvm->slots_lock)|}; n++", StringComparison.Ordinal)
            : statements,
        Needing);

    [Test]
    public Task SleepingAfterReleasingTheCallersLockIsQuiet() => LockVerifier.Body(
        "spin_lock(&kvm->slots_lock); outside(kvm); spin_unlock(&kvm->slots_lock);", """
        [MustHold("kvm->slots_lock", Spins = true)]
        static void outside(kvm* kvm) { spin_unlock(&kvm->slots_lock); might_sleep(); spin_lock(&kvm->slots_lock); }
        """);

    [Test]
    public Task SleepingWithTheCallersLockIsReportedInTheCallee() => LockVerifier.Body(
        "spin_lock(&kvm->slots_lock); inside(kvm); spin_unlock(&kvm->slots_lock);", """
        [MustHold("kvm->slots_lock", Spins = true)]
        static void inside(kvm* kvm) { {|KRN2007:might_sleep()|}; }
        """);

    [Test]
    public Task CalleeThatReleasesOneLockAndSleepsIsReportedForAnotherLock() => LockVerifier.Body(
        "spin_lock(&kvm->mmu_lock); spin_lock(&kvm->slots_lock); {|KRN2007:outside(kvm)|}; " +
            "spin_unlock(&kvm->slots_lock); spin_unlock(&kvm->mmu_lock);", """
        [MustHold("kvm->slots_lock", Spins = true)]
        static void outside(kvm* kvm) { spin_unlock(&kvm->slots_lock); might_sleep(); spin_lock(&kvm->slots_lock); }
        """);

    [TestCase("lock (_gate) _guarded++;")]
    [TestCase("bool taken = false; _spin.Enter(ref taken); _spun = 1; _spin.Exit();")]
    [TestCase("Monitor.Enter(_gate); n = _guarded; Monitor.Exit(_gate);")]
    public Task GuardedFieldWithItsLockIsQuiet(string statements) => LockVerifier.Member(statements);

    [TestCase("{|KRN2006:_guarded|}++;")]
    [TestCase("lock (_lock) n = {|KRN2006:_guarded|};")]
    [TestCase("lock (_gate) { } {|KRN2006:_guarded|} = 1;")]
    [TestCase("Func<int> f = () => {|KRN2006:_guarded|}; lock (_gate) f();")]
    [TestCase("lock (_gate) Local(); void Local() => {|KRN2006:_guarded|}++;")]
    [TestCase("try { n++; } finally { {|KRN2006:_guarded|} = 1; }")]
    public Task GuardedFieldWithoutItsLockIsReported(string statements) => LockVerifier.Member(statements);

    [Test]
    public Task ConstructorMayTouchGuardedFields() => LockVerifier.Declarations("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x = 1; public C() => _x = 2; public C(C other) => _x = 3; }
        """);

    [Test]
    public Task GuardedFieldNeedsTheLockOfItsOwnObject() => LockVerifier.Declarations("""
        class C
        {
            readonly object _gate = new(); [GuardedBy("_gate")] int _x;
            void M(C other) { lock (other._gate) { other._x = 1; {|KRN2006:_x|} = 1; } }
            [MustHold("_gate")] int N() => _x;
            int O(C other) { lock (other._gate) return other.N() + {|KRN2005:N()|}; }
        }
        """);

    [Test]
    public Task GuardedFieldBehindAPointerNeedsItsLock() => LockVerifier.Declarations("""
        unsafe struct s { public spinlock_t l; [GuardedBy("l")] public ulong* phys; }
        static unsafe class Code
        {
            static ulong Run(s* a, int n) { spin_lock(&a->l); ulong r = a->phys[n]; spin_unlock(&a->l); return r + {|KRN2006:a->phys|}[n]; }
        }
        """);

    [TestCase("spin_lock(&kvm->slots_lock); {|KRN2007:might_sleep()|}; spin_unlock(&kvm->slots_lock);")]
    [TestCase("spin_lock(&kvm->slots_lock); {|KRN2007:Thread.Sleep(1)|}; spin_unlock(&kvm->slots_lock);")]
    [TestCase("preempt_disable(); {|KRN2007:might_sleep()|}; preempt_enable();")]
    [TestCase("spin_lock(&kvm->slots_lock); {|KRN2007:below()|}; spin_unlock(&kvm->slots_lock);")]
    [TestCase("spin_lock(&kvm->slots_lock); {|KRN2007:Monitor.Enter(gate)|}; Monitor.Exit(gate); spin_unlock(&kvm->slots_lock);")]
    [TestCase("while (try_lock_hpte(hpte, 1) == 0) cpu_relax(); {|KRN2007:Console.WriteLine()|}; unlock_hpte(hpte);")]
    public Task SleepingWithASpinLockIsReported(string statements) =>
        LockVerifier.Body(statements,
            "static readonly object gate = new(); static void below() => lower(); static void lower() => Thread.Sleep(1);");

    [TestCase("might_sleep(); spin_lock(&kvm->slots_lock); clean(); spin_unlock(&kvm->slots_lock); might_sleep();")]
    [TestCase("spin_lock(&kvm->slots_lock); spin_lock(&kvm->mmu_lock); spin_unlock(&kvm->mmu_lock); spin_unlock(&kvm->slots_lock);")]
    [TestCase("if (n > 3) { spin_lock(&kvm->slots_lock); spin_unlock(&kvm->slots_lock); } else might_sleep();")]
    public Task SleepingWithoutASpinLockIsQuiet(string statements) => LockVerifier.Body(statements, "static void clean() { }");

    [Test]
    public Task SleepingWithASleepingLockIsQuiet() => LockVerifier.Member("lock (_gate) Thread.Sleep(1);");

    [Test]
    public Task TakingLocksAgainstTheirDeclaredOrderIsReported() => LockVerifier.Declarations("""
        class C
        {
            readonly object _first = new(); [AcquiredAfter("_first")] readonly object _second = new();
            void Right() { Monitor.Enter(_first); Monitor.Enter(_second); Monitor.Exit(_second); Monitor.Exit(_first); }
            void Wrong() { Monitor.Enter(_second); {|KRN2008:Monitor.Enter(_first)|}; Monitor.Exit(_first); Monitor.Exit(_second); }
        }
        """);

    [Test]
    public Task CopyOfALockIsReported() => LockVerifier.Declarations("""
        class C
        {
            SpinLock _lock = new(false); readonly SpinLock _fixed = new(false);
            static void Take(SpinLock l) { bool t = false; l.Enter(ref t); l.Exit(); }
            static void TakeReference(ref SpinLock l) { bool t = false; l.Enter(ref t); l.Exit(); }
            void M()
            {
                SpinLock copy = {|KRN2009:_lock|};
                Take({|KRN2009:_lock|});
                TakeReference(ref _lock);
                copy = new SpinLock();
                {|KRN2002:copy.Exit()|};
                {|KRN2002:{|KRN2009:_fixed|}.Exit()|};
            }
        }
        """);

    [Test]
    public Task LockNameThatRefersToNothingIsReported() => LockVerifier.Declarations("""
        class C
        {
            readonly object _gate = new(); [{|KRN2010:GuardedBy("_gat")|}] int _x; [GuardedBy("this._gate")] int _y;
            [{|KRN2010:MustHold("other")|}] void M() { } [MustHold("c._gate")] void N(C c) { } [Acquires("::world")] void O() { }
        }
        """);

    [Test]
    public Task OverrideWithoutTheLocksOfItsBaseIsReported() => LockVerifier.Declarations("""
        abstract class B
        {
            protected readonly object Gate = new();
            [MustHold("Gate")] public abstract void M();
            [MustHold("Gate")] public virtual void N() { }
        }
        class D : B { [MustHold("Gate")] public override void M() { } public override void {|KRN2011:N|}() { } }
        """);

    [Test]
    public Task CodeWithoutTheAttributesIsQuiet() =>
        LockVerifier.Declarations("class C { void M(object o) { Enter(o); } void Enter(object o) { } }");
}
