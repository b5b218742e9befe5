// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Analyzers.Locks;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Checklists;

/// <summary>The tests of Clang's thread-safety analysis.</summary>
[TestFixture]
public sealed class ThreadSafetyChecklist
{
    private const string L = "&kvm->slots_lock", M = "&kvm->mmu_lock";
    private const string Contracts = """
        [MustHold("kvm->slots_lock")] static int Needs(kvm* kvm) => 1;
        [Acquires("kvm->slots_lock", Spins = true)] static void Take(kvm* kvm) => spin_lock(&kvm->slots_lock);
        [Releases("kvm->slots_lock")] static void Give(kvm* kvm) => spin_unlock(&kvm->slots_lock);
        [TryAcquires(false, "kvm->slots_lock", Spins = true)] static bool Fails(kvm* kvm) => spin_trylock(&kvm->slots_lock) == 0;
        [Acquires("kvm->slots_lock", "kvm->mmu_lock", Spins = true)] static void TakeBoth(kvm* kvm)
        {
            spin_lock(&kvm->slots_lock);
            spin_lock(&kvm->mmu_lock);
        }
        [Releases("kvm->slots_lock", "kvm->mmu_lock")] static void GiveBoth(kvm* kvm)
        {
            spin_unlock(&kvm->slots_lock);
            spin_unlock(&kvm->mmu_lock);
        }
        """;

    internal static IReadOnlyList<ChecklistCase> Cases =>
        [.. Balance, .. Attempts, .. Guards, .. Contracted, .. Scopes, .. Orders, .. Names];

    private static IReadOnlyList<ChecklistCase> Balance =>
    [
        Kernel("T1", "lock and unlock", $"spin_lock({L}); n++; spin_unlock({L});"),
        Kernel("T2", "missing unlock", $"{{|KRN2001:spin_lock({L})|}}; n++;"),
        Kernel("T3", "double lock", $"spin_lock({L}); {{|KRN2003:spin_lock({L})|}}; spin_unlock({L});"),
        Kernel("T4", "double unlock", $"spin_lock({L}); spin_unlock({L}); {{|KRN2002:spin_unlock({L})|}};"),
        Kernel("T5", "unlock without lock", $"{{|KRN2002:spin_unlock({L})|}};"),
        Kernel("T6", "lock on one path only", $"if (n > 3) spin_lock({L}); {{|KRN2002:spin_unlock({L})|}};"),
        Kernel("T7", "unlock on one path only", $"{{|KRN2001:spin_lock({L})|}}; if (n > 3) spin_unlock({L});"),
        Kernel("T8", "lock on both paths", $"if (n > 3) spin_lock({L}); else {{ n = 3; spin_lock({L}); }} spin_unlock({L});"),
        Kernel("T9", "unlock on both paths", $"spin_lock({L}); if (n > 3) spin_unlock({L}); else {{ spin_unlock({L}); n = 3; }}"),
        Kernel("T10", "early return with the lock", $"{{|KRN2001:spin_lock({L})|}}; if (n > 3) return 1; spin_unlock({L});"),
        Kernel("T11", "lock in a loop", $"while (n-- > 0) {{|KRN2003:{{|KRN2001:spin_lock({L})|}}|}};"),
        Kernel("T12", "lock before a loop, unlock inside",
            $"{{|KRN2001:spin_lock({L})|}}; while (n-- > 0) {{|KRN2002:spin_unlock({L})|}};"),
        Kernel("T13", "lock and unlock in each iteration",
            $"for (int i = 0; i < n; i++) {{ spin_lock({L}); if (i == 3) {{ spin_unlock({L}); continue; }} " +
            $"if (i == 4) {{ spin_unlock({L}); break; }} spin_unlock({L}); }}"),
        Kernel("T14", "a break leaves a loop with the lock",
            $"while (true) {{ {{|KRN2001:spin_lock({L})|}}; if (n++ > 3) break; spin_unlock({L}); }}"),
        Kernel("T15", "a break with the lock, unlock after the loop",
            $"while (true) {{ spin_lock({L}); if (n++ > 3) break; spin_unlock({L}); }} spin_unlock({L});"),
        Kernel("T16", "a continue skips the unlock",
            $"for (int i = 0; i < n; i++) {{ {{|KRN2003:{{|KRN2001:spin_lock({L})|}}|}}; if (i == 3) continue; spin_unlock({L}); }}"),
        Kernel("T17", "unlock in each case of a switch",
            $"spin_lock({L}); switch (n) {{ case 1: spin_unlock({L}); break; case 2: spin_unlock({L}); return 2; " +
            $"default: spin_unlock({L}); break; }}"),
        Kernel("T18", "unlock in some cases of a switch",
            $"{{|KRN2001:spin_lock({L})|}}; switch (n) {{ case 1: spin_unlock({L}); break; case 2: break; default: spin_unlock({L}); " +
            $"break; }}"),
        Kernel("T19", "exit by goto", $"spin_lock({L}); if (n == 3) goto out_unlock; n = 4; out_unlock: spin_unlock({L});"),
        Kernel("T20", "goto past the unlock", $"{{|KRN2001:spin_lock({L})|}}; if (n == 3) goto end; spin_unlock({L}); end: n = 4;"),
        Kernel("T21", "an endless loop keeps the lock", $"spin_lock({L}); for (;;) n++;"),
        Kernel("T22", "two locks released in the order of taking", $"spin_lock({L}); spin_lock({M}); spin_unlock({L}); spin_unlock({M});"),
        Kernel("T23", "another lock is released", $"{{|KRN2001:spin_lock({L})|}}; {{|KRN2002:spin_unlock({M})|}};"),
        Kernel("T24", "two tests of the same condition are independent paths",
            $"if (n > 3) {{|KRN2001:spin_lock({L})|}}; n = n + 0; if (n > 3) {{|KRN2002:spin_unlock({L})|}};"),
        Kernel("T25", "released and taken again", $"spin_lock({L}); spin_unlock({L}); spin_lock({L}); spin_unlock({L});"),
        Kernel("T26", "finally", $"spin_lock({L}); try {{ if (n > 3) return 1; n /= n; }} finally {{ spin_unlock({L}); }}"),
        Kernel("T27", "a throw ends the path",
            $"spin_lock({L}); if (n > 3) {{ spin_unlock({L}); throw new InvalidOperationException(); }} spin_unlock({L});"),
        Kernel("T28", "reentrant", "preempt_disable(); preempt_disable(); preempt_enable(); preempt_enable();"),
        Kernel("T29", "reentrant, one exit too few", "{|KRN2001:preempt_disable()|}; preempt_disable(); preempt_enable();"),
        Kernel("T30", "reentrant, one exit too many", "preempt_disable(); preempt_enable(); {|KRN2002:preempt_enable()|};"),
        Member("T31", "a monitor is reentrant", "lock (_gate) { Monitor.Enter(_gate); _guarded++; Monitor.Exit(_gate); _guarded++; }"),
        Member("T32", "a lock is reentrant", "_lock.Enter(); lock (_lock) n++; _lock.Exit(); {|KRN2002:_lock.Exit()|};"),
        Kernel("T33", "two locks of two objects", "", """
            static void Two(kvm* a, kvm* b)
            {
                spin_lock(&a->slots_lock);
                spin_lock(&b->slots_lock);
                spin_unlock(&b->slots_lock);
                spin_unlock(&a->slots_lock);
            }
            static void Mixed(kvm* a, kvm* b) { {|KRN2001:spin_lock(&a->slots_lock)|}; {|KRN2002:spin_unlock(&b->slots_lock)|}; }
            """),
        Kernel("T34", "locks of an array", "", """
            static void Same(spinlock_t*[] locks, int i) { spin_lock(locks[i]); spin_unlock(locks[i]); }
            static void Different(spinlock_t*[] locks, int i, int j) { {|KRN2001:spin_lock(locks[i])|}; {|KRN2002:spin_unlock(locks[j])|}; }
            """),
        Kernel("T35", "a variable is an alias of the lock",
            $"spinlock_t* l = {L}; kvm* k = kvm; spin_lock(&k->slots_lock); {{|KRN2003:spin_lock(l)|}}; spin_unlock({L});"),
        Kernel("T36", "a lock without a path", "spin_lock(Find()); spin_unlock(Find());", "static extern spinlock_t* Find();"),
    ];

    private static IReadOnlyList<ChecklistCase> Attempts =>
    [
        Kernel("T37", "an attempt that succeeds", $"if (spin_trylock({L}) != 0) {{ n++; spin_unlock({L}); }}"),
        Kernel("T38", "an attempt that fails returns", $"if (spin_trylock({L}) == 0) return 1; spin_unlock({L});"),
        Member("T39", "a negated attempt", "if (!_lock.TryEnter()) return; _lock.Exit();"),
        Kernel("T40", "result of an attempt in a variable", $"int got = spin_trylock({L}); n++; if (got == 0) return 1; spin_unlock({L});"),
        Kernel("T41", "result of an attempt is not tested", $"spin_trylock({L}); {{|KRN2002:spin_unlock({L})|}};"),
        Kernel("T42", "unlock in the wrong branch", $"if ({{|KRN2001:spin_trylock({L})|}} != 0) n++; else {{|KRN2002:spin_unlock({L})|}};"),
        Kernel("T43", "a successful attempt without unlock", $"if ({{|KRN2001:spin_trylock({L})|}} != 0) n++;"),
        Kernel("T44", "held when it returns false", "if (!Fails(kvm)) Give(kvm); if (Fails(kvm)) return 1; Give(kvm);", Contracts),
        Kernel("T45", "held when it returns false, tested for true", "if ({|KRN2001:Fails(kvm)|}) {|KRN2002:Give(kvm)|};", Contracts),
        Kernel("T46", "tried until it succeeds", $"while (spin_trylock({L}) == 0) cpu_relax(); spin_unlock({L});"),
        Kernel("T47", "attempt combined with a condition",
            $"if (n > 3 && spin_trylock({L}) != 0) spin_unlock({L}); if (n < 3 || spin_trylock({L}) == 0) return 1; spin_unlock({L});"),
        Member("T48", "result compared with a constant",
            "if (_lock.TryEnter() == true) _lock.Exit(); if (_lock.TryEnter() == false) return; _lock.Exit();"),
        Member("T49", "result matched with a pattern",
            "if (_lock.TryEnter() is true) _lock.Exit(); if (_lock.TryEnter() is not true) return; _lock.Exit();"),
        Member("T50", "a guarded field after an attempt",
            "if (Monitor.TryEnter(_gate)) { _guarded++; Monitor.Exit(_gate); } else {|KRN2006:_guarded|}++;"),
        Member("T51", "an attempt with a time limit", "if (!Monitor.TryEnter(_gate, 5)) return; _guarded++; Monitor.Exit(_gate);"),
        Member("T52", "a flag by reference",
            "bool taken = false; try { Monitor.Enter(_gate, ref taken); _guarded++; } finally { if (taken) Monitor.Exit(_gate); }"),
        Member("T53", "a flag by reference that is not tested",
            "bool taken = false; {|KRN2001:Monitor.TryEnter(_gate, ref taken)|}; if (taken) n++;"),
        Kernel("T54", "the result of an attempt is returned", "", """
            [TryAcquires(true, "kvm->slots_lock")] static bool Attempt(kvm* kvm) => spin_trylock(&kvm->slots_lock) != 0;
            [TryAcquires(true, "kvm->slots_lock")] static bool Later(kvm* kvm)
            {
                if (spin_trylock(&kvm->slots_lock) == 0) return false;
                return true;
            }
            static void Use(kvm* kvm)
            {
                if (Attempt(kvm)) spin_unlock(&kvm->slots_lock);
                if (!Later(kvm)) return;
                spin_unlock(&kvm->slots_lock);
            }
            """),
        Member("T55", "a conditional expression on the result",
            "n = _lock.TryEnter() ? 1 : 2; if (n == 3) return;".Replace("_lock.TryEnter()", "{|KRN2001:_lock.TryEnter()|}",
            StringComparison.Ordinal)),
    ];

    private static IReadOnlyList<ChecklistCase> Guards =>
    [
        Member("T56", "a guarded field is read", "n = {|KRN2006:_guarded|}; lock (_gate) n = _guarded;"),
        Member("T57", "a guarded field is written", "{|KRN2006:_guarded|} = n; lock (_gate) _guarded = n;"),
        Member("T58", "a guarded field is incremented",
            "{|KRN2006:_guarded|}++; {|KRN2006:_guarded|} += 2; lock (_gate) { _guarded++; _guarded += 2; }"),
        Member("T59", "a guarded field is passed by reference",
            "Set(ref {|KRN2006:_guarded|}); lock (_gate) Set(ref _guarded); ref int r = ref {|KRN2006:_guarded|};",
            "static void Set(ref int x) => x = 1;"),
        Member("T60", "the wrong lock", "lock (_lock) {|KRN2006:_guarded|} = 1; lock (_gate) {|KRN2006:_spun|} = 1;"),
        Member("T61", "a guarded field after the unlock", "lock (_gate) _guarded = 1; {|KRN2006:_guarded|} = 2;"),
        Member("T62", "a guarded field with the lock on one path only",
            "if (n > 3) {|KRN2001:Monitor.Enter(_gate)|}; {|KRN2006:_guarded|} = 1; if (n > 3) {|KRN2002:Monitor.Exit(_gate)|};"),
        Member("T63", "a guarded field of another object",
            "lock (_gate) Other._guarded = 1;".Replace("Other._guarded", "{|KRN2006:Other._guarded|}",
            StringComparison.Ordinal) + " lock (Other._gate) Other._guarded = 1; var o = Other; lock (o._gate) o._guarded = 2;",
            "readonly C Other = null!;"),
        Declared("T64", "memory behind a guarded pointer", """
            unsafe struct s { public spinlock_t l; [GuardedBy("l")] public ulong* phys; }
            static unsafe class Code
            {
                static ulong Run(s* a)
                {
                    spin_lock(&a->l);
                    *a->phys = 1;
                    ulong r = a->phys[1];
                    spin_unlock(&a->l);
                    *{|KRN2006:a->phys|} = 1;
                    return r + {|KRN2006:a->phys|}[1];
                }
            }
            """),
        Declared("T65", "elements and members of guarded fields", """
            struct P { public int X; }
            class C
            {
                readonly object _gate = new(); [GuardedBy("_gate")] int[] _array = new int[3]; [GuardedBy("_gate")] P _p;
                void M()
                {
                    {|KRN2006:_array|}[0] = 1;
                    {|KRN2006:_p|}.X = 1;
                    foreach (int i in {|KRN2006:_array|}) { }
                    lock (_gate) { _array[0] = 1; _p.X = 2; }
                }
            }
            """),
        Declared("T66", "a guarded property", """
            class C
            {
                readonly object _gate = new();
                [GuardedBy("_gate")] int P { get; set; }
                void M() { {|KRN2006:P|} = 1; lock (_gate) P = P + 1; }
            }
            """),
        Declared("T67", "static lock and field", """
            class C
            {
                static readonly object Gate = new(); [GuardedBy("Gate")] static int _x;
                static void M() { lock (Gate) _x = 1; {|KRN2006:_x|} = 2; }
                void N() { lock (C.Gate) C._x = 1; {|KRN2006:C._x|} = 2; }
            }
            """),
        Declared("T68", "the object is the lock",
            "class C { [GuardedBy(\"this\")] int _x; void M() { lock (this) _x = 1; {|KRN2006:_x|} = 2; } }"),
        Declared("T69", "the lock is in another object", """
            class Owner { public readonly object Gate = new(); }
            class C
            {
                readonly Owner _owner = new();
                [GuardedBy("_owner.Gate")] int _x;
                void M() { lock (_owner.Gate) _x = 1; {|KRN2006:_x|} = 2; }
            }
            """),
        Declared("T70", "lock and field of a base class", """
            class B { protected readonly object Gate = new(); [GuardedBy("Gate")] protected int X; }
            class D : B { [GuardedBy("Gate")] int _y; void M() { lock (Gate) { X = 1; _y = 1; } {|KRN2006:X|} = 2; {|KRN2006:_y|} = 2; } }
            """),
        Declared("T71", "a generic class", """
            class Box<T>
            {
                readonly object _gate = new();
                [GuardedBy("_gate")] T _value = default!;
                T Good() { lock (_gate) return _value; }
                T Bad() => {|KRN2006:_value|};
            }
            """),
        Declared("T72", "constructors and finalizers are exempt", """
            class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x = 1; C() => _x = 2; ~C() => _x = 3; }
            """),
        Member("T73", "a nested function begins without locks",
            "lock (_gate) { Action a = () => {|KRN2006:_guarded|} = 1; Local(); void Local() => {|KRN2006:_guarded|} = 2; } " +
            "Action b = () => { lock (_gate) _guarded = 3; };"),
        Member("T74", "a nested function has its own contract",
            "lock (_gate) Local(); {|KRN2005:Local()|}; [MustHold(\"_gate\")] void Local() => _guarded = 2;"),
        Member("T75", "expressions that are not evaluated", "_ = nameof(_guarded);"),
        ChecklistCase.Covered("T76", "switched off by configuration", LockVerifier.InMember("", """

                void On() => {|KRN2006:_guarded|} = 1;
            #pragma warning disable KRN2006
                void Off() => _guarded = 1;
            """)),
        Declared("T77", "a name that refers to nothing", """
            class C
            {
                readonly object _gate = new();
                [{|KRN2010:GuardedBy("_gat")|}] int _x;
                [{|KRN2010:MustHold("_gat")|}] void M() { }
                [{|KRN2010:Acquires("k")|}] void N(object o) { }
            }
            """),
        Declared("T78", "an indexer and a guarded list", """
            class C
            {
                readonly object _gate = new();
                [GuardedBy("_gate")] readonly List<int> _list = [];
                int this[int i] { get { lock (_gate) return _list[i]; } set => {|KRN2006:_list|}[i] = value; }
            }
            """),
    ];

    private static IReadOnlyList<ChecklistCase> Contracted =>
    [
        Kernel("T79", "a required lock is held", $"spin_lock({L}); Needs(kvm); spin_unlock({L});", Contracts),
        Kernel("T80", "a required lock is not held", "{|KRN2005:Needs(kvm)|};", Contracts),
        Kernel("T81", "a required lock is held on one path",
            $"if (n > 3) {{|KRN2001:spin_lock({L})|}}; {{|KRN2005:Needs(kvm)|}}; if (n > 3) {{|KRN2002:spin_unlock({L})|}};", Contracts),
        Kernel("T82", "the required lock of another object is held", "",
            Contracts + "static void Two(kvm* a, kvm* b) { Take(a); Needs(a); {|KRN2005:Needs(b)|}; Give(a); }"),
        Kernel("T83", "a requirement is passed on to the caller", "",
            Contracts + "[MustHold(\"k->slots_lock\")] static int Passes(kvm* k) => Needs(k);"),
        Kernel("T84", "a required lock is taken again", "",
            Contracts + $"[MustHold(\"kvm->slots_lock\")] static void Again(kvm* kvm) {{ {{|KRN2003:spin_lock({L})|}}; }}"),
        Kernel("T85", "a required lock is released", "",
            Contracts + $"[MustHold(\"kvm->slots_lock\")] static void {{|KRN2004:Drops|}}(kvm* kvm) {{ spin_unlock({L}); }}"),
        Kernel("T86", "a required lock is released and taken again", "",
            Contracts + $"[MustHold(\"kvm->slots_lock\")] static void Pauses(kvm* kvm) {{ spin_unlock({L}); {{|KRN2005:Needs(kvm)|}}; " +
            $"spin_lock({L}); Needs(kvm); }}"),
        Kernel("T87", "acquire and release by functions", "Take(kvm); Needs(kvm); Give(kvm);", Contracts),
        Kernel("T88", "acquired by a function, not released", "{|KRN2001:Take(kvm)|};", Contracts),
        Kernel("T89", "acquired twice by a function", $"Take(kvm); {{|KRN2003:Take(kvm)|}}; {{|KRN2003:spin_lock({L})|}}; Give(kvm);",
            Contracts),
        Kernel("T90", "released by a function without being held", "{|KRN2002:Give(kvm)|};", Contracts),
        Kernel("T91", "two locks taken by one function",
            "TakeBoth(kvm); Needs(kvm); GiveBoth(kvm); TakeBoth(kvm); Give(kvm); spin_unlock(&kvm->mmu_lock);", Contracts),
        Kernel("T92", "a function does not acquire the lock that it declares", "",
            $"[Acquires(\"kvm->slots_lock\")] static void {{|KRN2004:Lies|}}(kvm* kvm, int n) {{ if (n > 3) spin_lock({L}); }}"),
        Kernel("T93", "a function acquires a lock other than the one it declares", "",
            $"[Acquires(\"kvm->slots_lock\")] static void {{|KRN2004:Lies|}}(kvm* kvm) {{ {{|KRN2001:spin_lock({M})|}}; }}"),
        Kernel("T94", "a function does not release the lock that it declares", "",
            $"[Releases(\"kvm->slots_lock\")] static void {{|KRN2001:Keeps|}}(kvm* kvm, int n) {{ if (n > 3) spin_unlock({L}); }}"),
        Kernel("T95", "a function acquires a lock without declaring it", "",
            $"static void Hides(kvm* kvm) {{ {{|KRN2001:spin_lock({L})|}}; }}"),
        Declared("T96", "locks of the object and of a parameter", """
            class C
            {
                readonly object _gate = new(); [GuardedBy("_gate")] int _x;
                [MustHold("_gate")] void Own() => _x = 1;
                [MustHold("o._gate")] static void Theirs(C o) => o._x = 1;
                void M(C other)
                {
                    lock (_gate) { Own(); Theirs(this); {|KRN2005:other.Own()|}; {|KRN2005:Theirs(other)|}; }
                    lock (other._gate) { other.Own(); Theirs(other); }
                }
            }
            """),
        Declared("T97", "a property that requires a lock", """
            class C
            {
                readonly object _gate = new();
                [GuardedBy("_gate")] int _x;
                [MustHold("_gate")] int P => _x;
                int M() { lock (_gate) return P; }
                int N() => {|KRN2005:P|};
            }
            """),
        Declared("T98", "a virtual member keeps its contract", """
            abstract class B
            {
                protected readonly object Gate = new();
                [MustHold("Gate")] public abstract void M();
                [MustHold("Gate")] public abstract void N();
            }
            class D : B { [MustHold("Gate")] public override void M() { } public override void {|KRN2011:N|}() { } }
            """),
        Declared("T99", "a delegate that requires a lock", """
            [MustHold("::world")] delegate void Stopped();
            class C
            {
                [Acquires("::world")] static extern void Stop();
                [Releases("::world")] static extern void Go();
                void M(Stopped s) { {|KRN2005:s()|}; Stop(); s(); Go(); }
            }
            """),
        Declared("T100", "a lock name without an object", """
            static class C
            {
                [Acquires("::role")] static extern void Begin();
                [Releases("::role")] static extern void End();
                [MustHold("::role")] static void Act() { }
                static void M() { {|KRN2005:Act()|}; Begin(); Act(); End(); }
            }
            """),
        Declared("T101", "static members", """
            static class C
            {
                static readonly object Gate = new(); [GuardedBy("Gate")] static int _x;
                [MustHold("Gate")] static void Needs() => _x = 1;
                static void M() { lock (Gate) Needs(); {|KRN2005:Needs()|}; }
            }
            """),
    ];

    private static IReadOnlyList<ChecklistCase> Scopes =>
    [
        Member("T102", "a scope", "using (_lock.EnterScope()) n++; using var scope = _lock.EnterScope(); n++;"),
        Declared("T103", "a guarded field in a scope and after it", """
            class C
            {
                readonly Lock _lock = new();
                [GuardedBy("_lock")] int _x;
                void M()
                {
                    using (_lock.EnterScope()) _x = 1;
                    {|KRN2006:_x|} = 2;
                    { using var s = _lock.EnterScope(); _x = 3; }
                    {|KRN2006:_x|} = 4;
                    lock (_lock) _x = 5;
                }
            }
            """),
        Member("T104", "a scope that is left early",
            "while (n-- > 0) { using (_lock.EnterScope()) { if (n == 3) continue; if (n == 4) break; if (n == 5) return; } }"),
        Member("T105", "a scope that is disposed explicitly", "var scope = _lock.EnterScope(); n++; scope.Dispose();"),
        Member("T106", "a scope that is never disposed", "var scope = {|KRN2001:_lock.EnterScope()|}; n++;"),
        Member("T107", "nested scopes", "using (_lock.EnterScope()) using (_lock.EnterScope()) n++;"),
        Member("T108", "the lock statement",
            "lock (_gate) { if (n == 3) return; _guarded = 1; } lock (_gate) { try { _guarded = 2; } finally { _guarded = 3; } }"),
    ];

    private static IReadOnlyList<ChecklistCase> Orders =>
    [
        Declared("T109", "acquired after", """
            class C
            {
                readonly object _first = new(); [AcquiredAfter("_first")] readonly object _second = new();
                void Right() { lock (_first) lock (_second) { } lock (_second) { } lock (_first) { } }
                void Wrong() { lock (_second) { Monitor.Enter(_first); Monitor.Exit(_first); } }
            }
            """.Replace("{ Monitor.Enter(_first);", "{ {|KRN2008:Monitor.Enter(_first)|};", StringComparison.Ordinal)),
        Declared("T110", "acquired after several", """
            class C
            {
                readonly Lock _a = new(), _b = new(); [AcquiredAfter("_a", "_b")] readonly Lock _c = new();
                void Right() { lock (_b) lock (_a) lock (_c) { } }
                void Wrong() { _c.Enter(); {|KRN2008:_b.Enter()|}; _b.Exit(); {|KRN2008:_a.Enter()|}; _a.Exit(); _c.Exit(); }
            }
            """),
        Declared("T111", "acquired after, through a third lock", """
            class C
            {
                readonly Lock _a = new(); [AcquiredAfter("_a")] readonly Lock _b = new(); [AcquiredAfter("_b")] readonly Lock _c = new();
                void Right() { lock (_a) lock (_c) { } }
                void Wrong() { _c.Enter(); {|KRN2008:_a.Enter()|}; _a.Exit(); _c.Exit(); }
            }
            """),
        Declared("T112", "the order applies within one object only", """
            class C
            {
                readonly Lock _a = new(); [AcquiredAfter("_a")] readonly Lock _b = new();
                void M(C other) { other._b.Enter(); _a.Enter(); _a.Exit(); other._b.Exit(); }
            }
            """),
        Declared("T113", "the order of locks behind pointers", """
            unsafe struct s { public spinlock_t first; [AcquiredAfter("first")] public spinlock_t second; }
            static unsafe class C
            {
                static void Right(s* a) { spin_lock(&a->first); spin_lock(&a->second); spin_unlock(&a->second); spin_unlock(&a->first); }
                static void Wrong(s* a)
                {
                    spin_lock(&a->second);
                    {|KRN2008:spin_lock(&a->first)|};
                    spin_unlock(&a->first);
                    spin_unlock(&a->second);
                }
            }
            """),
        ChecklistCase.NotApplicable("T114", "acquired before", "The order is written once, on the lock that comes later."),
    ];

    private static IReadOnlyList<ChecklistCase> Names =>
    [
        Declared("T115", "a lock is copied", """
            class C
            {
                SpinLock _lock = new(false);
                static void Take(SpinLock l) { } static void TakeReference(ref SpinLock l) { }
                SpinLock M()
                {
                    SpinLock copy = {|KRN2009:_lock|};
                    Take({|KRN2009:_lock|});
                    TakeReference(ref _lock);
                    ref SpinLock same = ref _lock;
                    copy = new SpinLock();
                    return {|KRN2009:_lock|};
                }
            }
            """),
        Declared("T116", "a lock in a struct that is copied", """
            class C
            {
                readonly SpinLock _fixed = new(false);
                SpinLock _free = new(false);
                void M()
                {
                    bool t = false;
                    {|KRN2009:_fixed|}.Enter(ref t);
                    {|KRN2009:_fixed|}.Exit();
                    bool u = false;
                    _free.Enter(ref u);
                    _free.Exit();
                }
            }
            """),
        Declared("T117", "a lock by reference", """
            class C
            {
                static void M(ref SpinLock l) { bool t = false; l.Enter(ref t); l.Exit(); }
                static void N(ref SpinLock l) { bool t = false; {|KRN2001:l.Enter(ref t)|}; }
            }
            """),
        Declared("T118", "code without attributes is quiet",
            "class C { int _x; void M() { _x = 1; } void Lock() { } void Unlock() { Lock(); } }"),
        ChecklistCase.NotApplicable("T119", "an attribute on a wrong target",
            "The compiler rejects it: each attribute says where it may stand."),
        ChecklistCase.NotApplicable("T120", "an attribute with arguments of the wrong type",
            "The compiler rejects it: the arguments are strings."),
        ChecklistCase.NotApplicable("T121", "destructors of temporaries and members", "Nothing in C# is released by going out of sight."),
        ChecklistCase.NotApplicable("T122", "late parsing of attributes",
            "A name in an attribute is a string that is looked up when the type is complete."),
    ];

    private static IEnumerable<TestCaseData> Tests => ChecklistCase.Tests(Cases);

    [TestCaseSource(nameof(Tests))]
    public Task CaseIsReportedAsMarked(string source) => LockVerifier.Declarations(source);

    [Test]
    public void EveryTestIsListed() =>
        Assert.That(Cases.Select(entry => entry.Id), Is.EqualTo(Enumerable.Range(1, 122).Select(number => $"T{number}")));

    [Test]
    public void CasesThatDoNotApplyHaveAReason() =>
        Assert.That(Cases.Where(entry => entry.Source is null && string.IsNullOrWhiteSpace(entry.Reason)), Is.Empty);

    private static ChecklistCase Kernel(string id, string what, string statements, string members = "") =>
        ChecklistCase.Covered(id, what, LockVerifier.InBody(statements, members));

    private static ChecklistCase Member(string id, string what, string statements, string members = "") =>
        ChecklistCase.Covered(id, what, LockVerifier.InMember(statements, members));

    private static ChecklistCase Declared(string id, string what, string source) => ChecklistCase.Covered(id, what, source);
}
