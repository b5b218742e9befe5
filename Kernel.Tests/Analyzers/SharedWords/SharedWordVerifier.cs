// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.SharedWords;

namespace Kernel.Tests.Analyzers.SharedWords;

/// <summary>
/// Runs the analyzer of shared words on C# 14 in which <c>{|ID:...|}</c> marks what must be reported; nothing else may be.
/// </summary>
internal static class SharedWordVerifier
{
    private const string Kernel = """

        namespace Kernel
        {
        struct lock_t { public int raw; }
        struct wide { public nint address; public ulong length; }
        unsafe struct lppaca { public int yield_count; public lppaca* next; }
        struct wide_table { wide first; public wide this[int i] { get => first; set => first = value; } }
        unsafe struct vcore
        {
            [SharedWord] public int state; [SharedWord] public int count; public int plain;
        }
        unsafe struct vcpu
        {
            [SharedWord] public lppaca* vpa; [SharedWord] public ulong pending; [SharedWord] public byte ceded; public vcore* vcore;
            public lock_t vpa_lock; public lock_t other_lock;
            [GuardedBy("vpa_lock"), SharedWord] public lppaca* dtl;
            [GuardedBy("vpa_lock"), SharedWord] public wide_table slots;
            [SharedWord] public wide wide; [SharedWord] public fixed int words[4];
        }
        static unsafe class Linux
        {
            public static ulong READ_ONCE(ulong* p) => Volatile.Read(ref *p);
            public static int READ_ONCE(int* p) => Volatile.Read(ref *p);
            public static byte READ_ONCE(byte* p) => Volatile.Read(ref *p);
            public static T* READ_ONCE<T>(T** p) where T : unmanaged => Read(p);
            private static T* Read<T>(T** p) where T : unmanaged => (T*)Volatile.Read(ref *(nint*)p);
            public static void WRITE_ONCE(int* p, int value) => Volatile.Write(ref *p, value);
            public static void WRITE_ONCE<T>(T** p, T* value) where T : unmanaged => Volatile.Write(ref *(nint*)p, (nint)value);
            public static int cmpxchg(int* p, int old, int value) => Interlocked.CompareExchange(ref *p, value, old);
            public static void set_bit(int bit, ulong* p) => Interlocked.Or(ref *p, 1ul << bit);
            public static bool likely(bool condition) => condition;
            public static int STATE(vcore* vc) => READ_ONCE(&vc->state) >> 8;
            [Acquires("l", Spins = true)] public static extern void spin_lock(lock_t* l);
            [Releases("l")] public static extern void spin_unlock(lock_t* l);
            public static void cpu_relax() { }
            public static void use(void* p) { }
            public static void use(int n) { }
            public static void init(int* p) { }
            public static vcpu* next(vcpu* v) => v + 1;
        }
        }
        """;

    /// <summary>Verifies whole declarations.</summary>
    public static Task Declarations(string source) =>
        AnalyzerVerifier<SharedWordAnalyzer>.Run("using static Kernel.Linux;\n" + source + Kernel);

    /// <summary>Verifies statements in a kernel function.</summary>
    public static Task Body(string statements, string members = "") => Declarations($$"""
        static unsafe class Code
        {
            static int Run(vcpu* vcpu, vcore* vc, int n)
            {
                {{statements}}
                return 0;
            }

            {{members}}
        }
        """);

    /// <summary>Verifies statements in a class with a shared word of each kind.</summary>
    public static Task Member(string statements, string members = "") => Declarations($$"""
        class Node { public Node? Next; public int Value; public int Get() => Value; public void Do() { } }

        class C
        {
            readonly object _gate = new(); readonly Lock _lock = new();
            [SharedWord] Node? _node; [SharedWord] int _count; [SharedWord] bool _flag; [SharedWord] static Node? s_node;
            [SharedWord] decimal _wide; [SharedWord] int? _maybe; [SharedWord] volatile Node? _marked; volatile Node? _volatile;
            [GuardedBy("_gate"), SharedWord] Node? _guarded; [GuardedBy("_lock"), SharedWord] int _locked; Node? _ordinary;

            Node? Current => Volatile.Read(ref _node);
            bool HasCurrent => Volatile.Read(ref _node) is not null;
            Node? Live => _volatile;

            int Run(int n, C other)
            {
                {{statements}}
                return 0;
            }

            {{members}}
        }
        """);
}
