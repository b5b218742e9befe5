// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Analyzers.Checklists;

/// <content>C25–C36 and M1–M4: constructors, disposal, what is not evaluated, and properties.</content>
public sealed partial class ClangChecklist
{
    private static IReadOnlyList<ChecklistCase> Objects =>
    [
        ChecklistCase.Covered("C25", "constructor with a try block, with throwing initializers, with one that calls an external method", """
            struct Tries { public Tries(int i) { try { } catch (Exception) { } } }
            struct Assigns { int _x; public Assigns(int? i) => _x = i ?? throw new Exception(); }
            struct Throws { int _x = Fail(); public Throws(int i) { } static int Fail() => throw new Exception(); }
            struct CallsOut { int _x = Other(); public CallsOut(int i) { } [DllImport("other")] static extern int Other(); }
            struct Clean { int _x = Math.Abs(1); public Clean(int i) { } }
            class C
            {
                [RealMode] void M()
                {
                    _ = {|KRN1202:new Tries(1)|};
                    _ = {|KRN1201:new Assigns(1)|};
                    _ = {|KRN1201:new Throws(1)|};
                    _ = {|KRN1303:new CallsOut(1)|};
                    _ = new Clean(1);
                }
            }
            """),

        ChecklistCase.Covered("C26", "annotated constructor covers the field initializers that it runs", """
            static class Slow { public static int Wait() { Thread.Sleep(1); return 1; } }
            class Initialized { int _x = {|KRN1001:Slow.Wait()|}; [RealMode] public Initialized() => _x = 2; }
            class Assigned
            {
                int _x;
                [RealMode] public Assigned() => _x = {|KRN1001:Slow.Wait()|};
                [RealMode] public Assigned(int x) => _x = x;
            }
            class Delegating { int _x = Slow.Wait(); public Delegating() { } [RealMode] public Delegating(int x) {|KRN1001:: this()|} { } }
            class Required { public required int X { get; init; } [RealMode] public Required() { } }
            """),

        ChecklistCase.Covered("C27a", "omitted argument has a constant default", """
            static class C
            {
                static int Take(int i = 1 + 2, string s = "a", object o = null, decimal d = 1.5m, S t = default,
                    [CallerMemberName] string n = "") => i;
                struct S;
                [RealMode] static int M() => Take() + Take(2);
            }
            """),

        ChecklistCase.Covered("C27b", "omitted argument is evaluated at the definition or at the call", """
            static class C
            {
                static int Made(int[] a = null) => (a ?? new int[1]).Length;
                static int Listed(params int[] a) => a.Length;
                [RealMode] static int AnnotatedMade(int[] a = null) => (a ?? {|KRN1101:new int[1]|}).Length;
                [RealMode] static int M() => {|KRN1101:Made()|} + {|KRN1105:Listed(1)|} + AnnotatedMade();
            }
            """),

        ChecklistCase.Covered("C28", "constructors and disposal of the base class", """
            class B { public B() => Thread.Sleep(1); public B(int i) { } public void Dispose() => Thread.Sleep(1); }
            class D : B
            {
                [RealMode] public {|KRN1001:D|}() { }
                [RealMode] public D(int i) : base(i) { }
                [RealMode] public D(long l) {|KRN1001:: base()|} { }
                [RealMode] public D(string s) : this(1) { }
                [RealMode] public new void Dispose() => {|KRN1001:base.Dispose()|};
            }
            """),

        ChecklistCase.Covered("C29", "explicit disposal through a generic function", """
            struct Clean : IDisposable { public void Dispose() { } }
            struct Slow : IDisposable { public void Dispose() => Thread.Sleep(1); }
            static class C
            {
                static void End<T>(T? t) where T : struct, IDisposable { if (t is { } value) value.Dispose(); }
                static void EndMaybe<T>(T? t) where T : struct, IDisposable => t?.Dispose();
                [RealMode] static void M()
                {
                    End<Clean>(new Clean());
                    EndMaybe<Clean>(null);
                    {|KRN1001:End<Slow>(new Slow())|};
                    {|KRN1001:EndMaybe<Slow>(null)|};
                }
            }
            """),

        ChecklistCase.Covered("C30a", "default implementation in a shared interface", """
            interface IRoot { void Begin() => Thread.Sleep(1); [RealMode] void Annotated() { } }
            interface ILeft : IRoot; interface IRight : IRoot;
            sealed class Both : ILeft, IRight;
            class C
            {
                [RealMode] void M(Both b) { {|KRN1302:((IRoot)b).Begin()|}; ((IRoot)b).Annotated(); {|KRN1302:((ILeft)b).Begin()|}; }
            }
            """),

        ChecklistCase.Covered("C30b", "disposal inherited from a shared base class", """
            abstract class Root { public Root() => Thread.Sleep(1); public virtual void Dispose() => Thread.Sleep(1); }
            class Middle : Root, IDisposable;
            sealed class Leaf : Middle { [RealMode] public {|KRN1001:Leaf|}() { } }
            class C { [RealMode] void M(Leaf leaf) { {|KRN1001:using var l = leaf;|} } }
            """),

        ChecklistCase.Covered("C31", "expressions that are not evaluated", """
            static unsafe class C
            {
                static int Bad() => new int[1].Length;
                [RealMode] static int M<T>(object o) where T : unmanaged
                {
                    Debug.Assert(Bad() > 0, $"{Bad()}");
                    const string name = nameof(Bad) + nameof(List<int>.Count);
                    int none = default;
                    return sizeof(T) + sizeof(long) + (typeof(T) == typeof(int) ? 1 : 0) + none + name.Length;
                }
            }
            """),

        ChecklistCase.Covered("C32", "constraint on a callee is not a call", """
            interface IMade<T> where T : IMade<T> { static abstract T Make(); }
            struct S : IMade<S> { public static S Make() { Thread.Sleep(1); return default; } }
            static class C { static int Take<T>(T t) where T : unmanaged, IMade<T> => 1; [RealMode] static int M(S s) => Take(s); }
            """),

        ChecklistCase.Covered("C33", "callee that neither returns nor throws", """
            static class C
            {
                [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Stop() => Environment.FailFast("stop");
                [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Spin() { while (true) { } }
                [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Fail() => throw new Exception();
                [RealMode] static void M(int i) { if (i == 1) Stop(); if (i == 2) {|KRN1201:Fail()|}; Spin(); }
            }
            """),

        ChecklistCase.NotApplicable("C34", "function and lambda without noexcept",
            "C# has no exception specification that could be missing; the contract itself forbids to throw."),

        ChecklistCase.Covered("C35a", "disposal of an unnamed value", """
            ref struct Clean { public void Dispose() { } }
            ref struct Slow { public void Dispose() => Thread.Sleep(1); }
            static class C
            {
                static Slow Make() => new Slow();
                [RealMode] static void M()
                {
                    using (new Clean()) { }
                    using ({|KRN1001:new Slow()|}) { }
                    using ({|KRN1001:Make()|}) { }
                    new Clean().Dispose();
                    {|KRN1001:Make().Dispose()|};
                }
            }
            """),

        ChecklistCase.Covered("C35b", "disposal of a captured variable happens in the declaring function", """
            struct Slow : IDisposable { public int X; public void Dispose() => Thread.Sleep(1); }
            class C { [RealMode] int M() { {|KRN1001:using var slow = new Slow();|} return Read(); int Read() => slow.X; } }
            """),

        ChecklistCase.Covered("C36", "explicit disposal of one object and of many, and of a pooled one", """
            struct Slow { public void Dispose() => Thread.Sleep(1); }
            unsafe struct Pooled
            {
                Pooled* _next;
                [RealMode] public static void Return(Pooled* p, Pooled** pool) { p->_next = *pool; *pool = p; }
            }
            unsafe class C
            {
                [RealMode] void M(Slow* one, Slow[] many, Pooled* p, Pooled** pool)
                {
                    {|KRN1001:one->Dispose()|};
                    foreach (ref var s in many.AsSpan()) {|KRN1001:s.Dispose()|};
                    Pooled.Return(p, pool);
                }
            }
            """),

        ChecklistCase.Covered("M1", "exception filter", """
            class C { [RealMode] void M(int i) { try { i++; } {|KRN1202:catch|} when (i > 1) { } try { i++; } finally { i--; } } }
            """),

        ChecklistCase.Covered("M2", "getter without a body in source", """
            abstract class B { public abstract int Open { get; } public static extern int External { [DllImport("other")] get; } }
            class C { [RealMode] int M(B b) => {|KRN1302:b.Open|} + {|KRN1303:B.External|}; }
            """),

        ChecklistCase.Covered("M3", "getter with a body in source", """
            class D { int _x; public int Clean => _x; public int Auto { get; set; } public int Bad => new int[1].Length; }
            class C { [RealMode] int M(D d) => d.Clean + d.Auto + {|KRN1101:d.Bad|}; }
            """),

        ChecklistCase.Covered("M4", "annotated getter", """
            abstract class B { public abstract int P { [RealMode] get; set; } }
            sealed class D : B { public override int P { get => {|KRN1101:new int[1]|}.Length; set => Thread.Sleep(value); } }
            class C { [RealMode] int M(B b) { {|KRN1302:b.P|} = 1; return b.P; } }
            """),
    ];
}
