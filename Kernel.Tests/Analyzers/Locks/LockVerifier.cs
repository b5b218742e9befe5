// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.Locks;


namespace Kernel.Tests.Analyzers.Locks;

/// <summary>Runs the lock analyzer on C# 14 in which <c>{|ID:...|}</c> marks what must be reported; nothing else may be.</summary>
internal static class LockVerifier
{
    private const string Kernel = """

        namespace Kernel
        {
        struct spinlock_t { public int raw; }
        unsafe struct kvm { public spinlock_t slots_lock; public spinlock_t mmu_lock; public ulong* slots; }
        static unsafe class Linux
        {
            [Acquires("l", Spins = true)] public static extern void spin_lock(spinlock_t* l);
            [TryAcquires(true, "l", Spins = true)] public static extern int spin_trylock(spinlock_t* l);
            [Releases("l")] public static extern void spin_unlock(spinlock_t* l);
            [Acquires("::preemption", Spins = true, Nests = true)] public static extern void preempt_disable();
            [Releases("::preemption")] public static extern void preempt_enable();
            [TryAcquires(true, "hpte", Spins = true)] public static extern int try_lock_hpte(ulong* hpte, ulong bits);
            [Releases("hpte")] public static extern void unlock_hpte(ulong* hpte);
            [TryAcquires(true, "word", Spins = true, InWord = true)] public static extern int try_lock_word(ulong* word);
            [Releases("p", IfHeld = true)] public static extern void WRITE_ONCE(ulong* p, ulong value);
            [MightSleep] public static extern void might_sleep();
            [RealMode(Unchecked = "a pause")] public static void cpu_relax() { }
        }
        }
        """;

    /// <summary>Verifies whole declarations.</summary>
    public static Task Declarations(string source) =>
        AnalyzerVerifier<LockDisciplineAnalyzer>.Run("using static Kernel.Linux;\n" + source + Kernel);

    /// <summary>Verifies statements in a kernel function.</summary>
    public static Task Body(string statements, string members = "") => Declarations(InBody(statements, members));

    /// <summary>Verifies statements in a class with a lock of each kind.</summary>
    public static Task Member(string statements, string members = "") => Declarations(InMember(statements, members));

    internal static string InBody(string statements, string members = "") => $$"""
        static unsafe class Code
        {
            static int Run(kvm* kvm, ulong* hpte, int n)
            {
                {{statements}}
                return 0;
            }

            {{members}}
        }
        """;

    internal static string InMember(string statements, string members = "") => $$"""
        class C
        {
            readonly object _gate = new(); readonly Lock _lock = new(); SpinLock _spin = new(false);
            [GuardedBy("_gate")] int _guarded; [GuardedBy("_spin")] int _spun;

            void Run(int n)
            {
                {{statements}}
            }

            {{members}}
        }
        """;
}
