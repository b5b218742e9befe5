// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Locks;

/// <summary>A lock that is taken is released on every path, and exactly once.</summary>
public class BalanceTests
{
    [TestCase("spin_lock(&kvm->slots_lock); n++; spin_unlock(&kvm->slots_lock);")]
    [TestCase("spinlock_t* l = &kvm->slots_lock; spin_lock(l); spin_unlock(&kvm->slots_lock);")]
    [TestCase("while (try_lock_hpte(hpte, 1) == 0) cpu_relax(); unlock_hpte(hpte);")]
    [TestCase("if (try_lock_hpte(hpte, 1) != 0) unlock_hpte(hpte);")]
    [TestCase("if (spin_trylock(&kvm->slots_lock) == 0) return 1; spin_unlock(&kvm->slots_lock);")]
    [TestCase("int got = spin_trylock(&kvm->slots_lock); n++; if (got != 0) spin_unlock(&kvm->slots_lock);")]
    [TestCase("spin_lock(&kvm->slots_lock); if (n == 3) goto out_unlock; n = 4; out_unlock: spin_unlock(&kvm->slots_lock);")]
    [TestCase("for (int i = 0; i < n; i++) { spin_lock(&kvm->slots_lock); if (i == 3) { spin_unlock(&kvm->slots_lock); continue; } " +
        "spin_unlock(&kvm->slots_lock); }")]
    [TestCase("again: spin_lock(&kvm->slots_lock); if (n++ < 3) { spin_unlock(&kvm->slots_lock); goto again; } " +
        "spin_unlock(&kvm->slots_lock);")]
    [TestCase("preempt_disable(); preempt_disable(); preempt_enable(); preempt_enable();")]
    [TestCase("spin_lock(&kvm->slots_lock); spin_lock(&kvm->mmu_lock); spin_unlock(&kvm->mmu_lock); spin_unlock(&kvm->slots_lock);")]
    [TestCase("spin_lock(&kvm->slots_lock); try { n /= n; } finally { spin_unlock(&kvm->slots_lock); }")]
    [TestCase("spin_lock(&kvm->slots_lock); switch (n) { case 1: spin_unlock(&kvm->slots_lock); return 1; default: break; } " +
        "spin_unlock(&kvm->slots_lock);")]
    public Task BalancedCodeIsQuiet(string statements) => LockVerifier.Body(statements);

    [TestCase("{|KRN2001:spin_lock(&kvm->slots_lock)|};")]
    [TestCase("{|KRN2001:spin_lock(&kvm->slots_lock)|}; if (n == 3) return 1; spin_unlock(&kvm->slots_lock);")]
    [TestCase("{|KRN2001:spin_lock(&kvm->slots_lock)|}; spin_unlock(&kvm->mmu_lock);", "{|KRN2002:spin_unlock(&kvm->mmu_lock)|}")]
    [TestCase("if (n > 3) {|KRN2001:spin_lock(&kvm->slots_lock)|};")]
    [TestCase("if ({|KRN2001:spin_trylock(&kvm->slots_lock)|} != 0) n++;")]
    [TestCase("while ({|KRN2001:try_lock_hpte(hpte, 1)|} == 0) cpu_relax();")]
    public Task LockHeldAtTheEndIsReported(string statements, string? other = null) =>
        LockVerifier.Body(other is null ? statements : statements.Replace(other[10..^2], other, StringComparison.Ordinal));

    [TestCase("while (try_lock_word(hpte) == 0) cpu_relax(); WRITE_ONCE(&hpte[0], 0);")]
    [TestCase("if (try_lock_word(hpte) != 0) WRITE_ONCE(hpte, 0);")]
    [TestCase("int i; for (i = 0; i < 8; i++) { if (try_lock_word(hpte) != 0) break; hpte += 2; } if (i == 8) return 1; " +
        "WRITE_ONCE(&hpte[0], 1);", Description = "held where i is less than 8")]
    [TestCase("WRITE_ONCE(hpte, 3);", Description = "a word that is no lock")]
    [TestCase("ulong* p = hpte; while (try_lock_word(p) == 0) cpu_relax(); WRITE_ONCE(p + 0, 1); WRITE_ONCE(hpte, 0);")]
    public Task LockInAWordIsReleasedByAWrite(string statements) => LockVerifier.Body(statements);

    [TestCase("while ({|KRN2001:try_lock_word(hpte)|} == 0) cpu_relax();")]
    [TestCase("while ({|KRN2001:try_lock_word(hpte)|} == 0) cpu_relax(); if (n == 3) return 1; WRITE_ONCE(&hpte[0], 0);")]
    [TestCase("while ({|KRN2001:try_lock_word(hpte)|} == 0) cpu_relax(); WRITE_ONCE(&hpte[1], 0);", Description = "another word")]
    [TestCase("if ({|KRN2001:try_lock_word(hpte)|} != 0) return 1;")]
    public Task LockInAWordThatIsHeldAtAReturnIsReported(string statements) => LockVerifier.Body(statements);

    [Test]
    public Task SleepingWithALockInAWordIsReported() =>
        LockVerifier.Body("while (try_lock_word(hpte) == 0) cpu_relax(); {|KRN2007:might_sleep()|}; WRITE_ONCE(&hpte[0], 0);");

    [TestCase("{|KRN2002:spin_unlock(&kvm->slots_lock)|};")]
    [TestCase("spin_lock(&kvm->slots_lock); spin_unlock(&kvm->slots_lock); {|KRN2002:spin_unlock(&kvm->slots_lock)|};")]
    [TestCase("if (n > 3) spin_lock(&kvm->slots_lock); {|KRN2002:spin_unlock(&kvm->slots_lock)|};")]
    [TestCase("if (spin_trylock(&kvm->slots_lock) == 0) n++; {|KRN2002:spin_unlock(&kvm->slots_lock)|};")]
    [TestCase("try { n++; } finally { {|KRN2002:spin_unlock(&kvm->slots_lock)|}; }")]
    [TestCase("try { if (n == 3) return 1; n++; } finally { try { n--; } finally { {|KRN2002:spin_unlock(&kvm->slots_lock)|}; } }",
        Description = "reported once, although two paths reach it")]
    public Task ReleasingALockThatIsNotHeldIsReported(string statements) => LockVerifier.Body(statements);

    [TestCase("spin_lock(&kvm->slots_lock); {|KRN2003:spin_lock(&kvm->slots_lock)|}; spin_unlock(&kvm->slots_lock);")]
    [TestCase("spinlock_t* l = &kvm->slots_lock; spin_lock(l); {|KRN2003:spin_lock(&kvm->slots_lock)|}; spin_unlock(l);")]
    [TestCase("for (int i = 0; i < n; i++) {|KRN2003:{|KRN2001:spin_lock(&kvm->slots_lock)|}|};")]
    public Task TakingALockTwiceIsReported(string statements) => LockVerifier.Body(statements);

    [TestCase("{|KRN2001:preempt_disable()|};")]
    [TestCase("preempt_disable(); preempt_enable(); {|KRN2002:preempt_enable()|};")]
    [TestCase("{|KRN2001:preempt_disable()|}; preempt_disable(); preempt_enable();")]
    public Task NestedTakingIsCounted(string statements) => LockVerifier.Body(statements);

    // More blocks than the analysis visits in any other test, and each of them more than once.
    [Test]
    public Task LongFunctionIsAnalysedToItsEnd() => LockVerifier.Body(
        "{|KRN2001:spin_lock(&kvm->slots_lock)|};" + string.Concat(Enumerable.Repeat("\nif (n == 3) n++;", 1500)));

    [Test]
    public Task LocksOfDifferentObjectsAreDifferent() => LockVerifier.Declarations("""
        static unsafe class Code
        {
            static void Run(kvm* a, kvm* b)
            {
                spin_lock(&a->slots_lock);
                spin_lock(&b->slots_lock);
                spin_unlock(&a->slots_lock);
                spin_unlock(&b->slots_lock);
            }
        }
        """);

    [Test]
    public Task LockWithoutAPathIsNotChecked() =>
        LockVerifier.Body("spin_lock(Find()); spin_unlock(Find());", "static extern spinlock_t* Find();");

    [Test]
    public Task LockAttributesDetermineWhatIsHeldAtTheEnd() => LockVerifier.Declarations("""
        static unsafe class Code
        {
            [Acquires("kvm->slots_lock", Spins = true)] static void lock_slots(kvm* kvm) => spin_lock(&kvm->slots_lock);
            [Releases("kvm->slots_lock")] static void unlock_slots(kvm* kvm) => spin_unlock(&kvm->slots_lock);
            [Acquires("kvm->slots_lock", Spins = true)] static void {|KRN2004:forgets|}(kvm* kvm, int n)
            {
                if (n > 0) spin_lock(&kvm->slots_lock);
            }
            [Releases("kvm->slots_lock")] static void {|KRN2001:keeps|}(kvm* kvm, int n) { if (n > 0) spin_unlock(&kvm->slots_lock); }
            static void Run(kvm* kvm) { lock_slots(kvm); unlock_slots(kvm); }
            static void Leak(kvm* kvm) { {|KRN2001:lock_slots(kvm)|}; }
        }
        """);

    [TestCase("bool taken = false; try { _spin.Enter(ref taken); n++; } finally { if (taken) _spin.Exit(); }")]
    [TestCase("bool taken = false; _spin.TryEnter(ref taken); if (!taken) return; _spin.Exit();")]
    [TestCase("lock (_gate) n++;")]
    [TestCase("lock (_lock) n++;")]
    [TestCase("using (_lock.EnterScope()) n++;")]
    [TestCase("using var scope = _lock.EnterScope(); n++;")]
    [TestCase("_lock.Enter(); try { n++; } finally { _lock.Exit(); }")]
    [TestCase("if (_lock.TryEnter()) { n++; _lock.Exit(); }")]
    [TestCase("Monitor.Enter(_gate); Monitor.Enter(_gate); Monitor.Exit(_gate); Monitor.Exit(_gate);")]
    [TestCase("if (!Monitor.TryEnter(_gate)) return; Monitor.Pulse(_gate); Monitor.Exit(_gate);")]
    public Task CorrectUseOfTheLocksOfDotNetIsQuiet(string statements) => LockVerifier.Member(statements);

    [TestCase("bool taken = false; {|KRN2001:_spin.Enter(ref taken)|}; n++;")]
    [TestCase("bool taken = false; {|KRN2001:_spin.Enter(ref taken)|}; if (n > 3) return; _spin.Exit();")]
    [TestCase("{|KRN2001:_lock.Enter()|};")]
    [TestCase("{|KRN2001:Monitor.Enter(_gate)|}; if (n > 3) return; Monitor.Exit(_gate);")]
    [TestCase("{|KRN2002:Monitor.Exit(_gate)|};")]
    [TestCase("{|KRN2005:Monitor.Pulse(_gate)|};")]
    [TestCase("{|KRN2002:_lock.Exit()|};")]
    public Task MisuseOfTheLocksOfDotNetIsReported(string statements) => LockVerifier.Member(statements);
}
