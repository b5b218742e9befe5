// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Analyzers.Checklists;

/// <content>S1–S9 and X1–X11: where a contract may stand, what it may say, and how it travels.</content>
public sealed partial class ClangChecklist
{
    private static IReadOnlyList<ChecklistCase> Semantics =>
    [
        ChecklistCase.Covered("S1", "a contract on a variable has no effect on calls through it, one on a struct covers its members", """
            [RealMode] struct S { void M() => {|KRN1001:Thread.Sleep(1)|}; }
            class C
            {
                [RealMode] Action _field;
                [RealMode] void M([RealMode] Action parameter) { {|KRN1302:_field()|}; {|KRN1302:parameter()|}; }
            }
            """),

        ChecklistCase.Covered("S2", "too many, unknown or positional arguments", """
            class C
            {
                [{|CS1729:RealMode(true)|}] void A() { }
                [{|CS1729:RealMode("reason")|}] void B() { }
                [RealMode({|CS0246:Other|} = "reason")] void D() { }
                [{|CS1729:RealMode(1, 2)|}] void E() { }
                [RealMode()] void F() { }
                [{|CS1729:MightSleep(true)|}] void G() { }
            }
            """),

        ChecklistCase.Covered("S3", "several contracts on one member", """
            static class C
            {
                [RealMode, {|CS0579:RealMode|}] static void Twice() { }
                [RealMode, {|KRN1602:Atomic|}] static void Both() => {|KRN1101:new object()|};
                [{|KRN1602:Atomic|}, RealMode] static void BothTurned() => {|KRN1101:new object()|};
                [RealMode, {|KRN1603:MightSleep|}] static void Opposite() => Thread.Sleep(1);
                [{|KRN1603:MightSleep|}, Atomic] static void OppositeTurned() => Thread.Sleep(1);
                [RealMode] static void M() { Both(); BothTurned(); {|KRN1001:Opposite()|}; {|KRN1001:OppositeTurned()|}; }
            }
            """),

        ChecklistCase.Covered("S4", "conversions drop a contract silently and do not add one", """
            [RealMode] delegate void Strict(); [Atomic] delegate void Weak();
            class C
            {
                [RealMode] static void IsStrict() { } [Atomic] static void IsWeak() { } static void IsNone() { }
                void M(Strict s, Weak w, Action a)
                {
                    a = IsStrict; a = IsWeak; a = new Action(s); a = new Action(w);
                    s = IsStrict; w = IsWeak; w = IsStrict; w = new Weak(s);
                    s = {|KRN1503:IsWeak|}; s = {|KRN1503:IsNone|}; w = {|KRN1503:IsNone|};
                    s = {|KRN1503:new Strict(w)|}; s = {|KRN1503:new Strict(a)|}; w = {|KRN1503:new Weak(a)|};
                }
            }
            """),

        ChecklistCase.Covered("S5", "one conversion drops contract and type", """
            [RealMode] delegate string Strict(object o);
            class C
            {
                [RealMode] static string Make(object o) => "";
                void M(Strict s) { Func<string, object> f = Make; f = new Func<string, object>(s); }
            }
            """),

        ChecklistCase.Covered("S6", "overrides that strengthen, inherit and contradict", """
            abstract class B
            {
                public abstract void None();
                [Atomic] public abstract void Weak();
                [RealMode] public abstract void Strict();
                [RealMode] public abstract void Stays();
            }
            class Good : B
            {
                [RealMode] public override void None() { }
                [RealMode] public override void Weak() => {|KRN1101:new object()|};
                [RealMode] public override void Strict() { }
                public override void Stays() => {|KRN1101:new object()|};
            }
            class Bad : B
            {
                [MightSleep] public override void None() { }
                [MightSleep] public override void {|KRN1503:Weak|}() { }
                [Atomic] public override void {|KRN1503:Strict|}() { }
                [MightSleep] public override void {|KRN1503:Stays|}() { }
            }
            """),

        ChecklistCase.Covered("S7", "other part of a member adds, omits and contradicts", """
            partial class C
            {
                partial void Adds(); [RealMode] partial void Adds() => {|KRN1101:new object()|};
                [RealMode] partial void LeavesOut(); partial void LeavesOut() => {|KRN1101:new object()|};
                [RealMode] partial void Opposes(); [{|KRN1603:MightSleep|}] partial void Opposes() { }
                [RealMode] void M() { Adds(); LeavesOut(); {|KRN1001:Opposes()|}; }
            }
            """),

        ChecklistCase.Covered("S8", "member is redeclared", """
            partial class C
            {
                [RealMode] void Again() { }
                [RealMode] void {|CS0111:Again|}() { }
                [RealMode] partial void Parts(); [{|CS0579:RealMode|}] partial void Parts() { }
            }
            """),

        ChecklistCase.Covered("S9a", "argument that is not constant", """
            class C
            {
                static string Reason = "read at run time";
                [RealMode({|KRN1501:Unchecked = {|CS0182:Reason|}|})] void M() { }
                [RealMode({|KRN1501:Unchecked = {|CS0182:new string('a', 1)|}|})] void N() { }
            }
            """),

        ChecklistCase.NotApplicable("S9b", "argument that is an unexpanded parameter pack", "C# has no packs of template arguments."),
    ];

    private static IReadOnlyList<ChecklistCase> Syntax =>
    [
        ChecklistCase.Covered("X1", "places where a contract may be written", """
            [RealMode] delegate int Handler(int[] a);
            [RealMode] interface I { int Implemented(); }
            class C : I
            {
                [RealMode] C() => _ = {|KRN1101:new object()|};
                [RealMode] int Property => {|KRN1101:new int[1]|}.Length;
                int Accessors { [RealMode] get => {|KRN1101:new int[1]|}.Length; set => _ = new int[value]; }
                [RealMode] int this[int i] => {|KRN1101:new int[i]|}.Length;
                [RealMode] event Action Happened { add => _ = {|KRN1101:new object()|}; remove { } }
                [RealMode] public static C operator +(C a, C b) => {|KRN1101:new C()|};
                [RealMode] public static explicit operator C(int i) => {|KRN1101:new C()|};
                public int Implemented() => {|KRN1101:new int[1]|}.Length;
                void Lambda() { Func<int> lambda = [RealMode] () => {|KRN1101:new int[1]|}.Length; }
                [RealMode] int M(Handler variable, int[] a)
                {
                    return variable(a) + Local();
                    [RealMode] static int Local() => {|KRN1101:new int[1]|}.Length;
                }
            }
            """),

        ChecklistCase.Covered("X2", "repeated contracts count once, and a variable of an inferred type keeps them", """
            [RealMode, Atomic] delegate void Handler();
            class C
            {
                [RealMode] void M(Handler h) { var copy = h; copy(); Copy(h)(); }
                static T Copy<T>(T t) => t;
                [Atomic] void N(Handler h) => h();
            }
            """),

        ChecklistCase.Covered("X3", "override inherits the contract", """
            class B { [RealMode] public virtual int V() => 1; }
            class D : B { public override int V() => {|KRN1101:new int[1]|}.Length; }
            class E : D { public sealed override int V() => {|KRN1101:new int[2]|}.Length; }
            class C { [RealMode] int M(B b, D d, E e) => b.V() + d.V() + e.V(); }
            """),

        ChecklistCase.NotApplicable("X4", "condition that depends on a template parameter",
            "An argument of an attribute is a constant and cannot depend on a type parameter; X11 covers what takes its place."),

        ChecklistCase.Covered("X5", "lambda in a variable, and a call through it", """
            [RealMode] delegate void Handler();
            class C
            {
                void M() { Handler h = [RealMode] () => {|KRN1001:Thread.Sleep(1)|}; h(); Action a = [RealMode] () => { }; a(); }
                [RealMode] void N() { Handler h = {|KRN1104:[RealMode] () => { }|}; h(); }
            }
            """),

        ChecklistCase.Covered("X6", "contract of a lambda covers its own body only", """
            class C
            {
                void M() { var f = [RealMode] (int i) => { var g = {|KRN1104:(int j) => new int[j]|}; return {|KRN1101:new int[i]|}; }; }
            }
            """),

        ChecklistCase.Covered("X7", "places where [MightSleep] may be written", """
            [MightSleep] delegate void Handler();
            [MightSleep] static class Slow { public static void Call() { } public static int Property => 1; }
            interface I { [MightSleep] void Wait(); }
            class C
            {
                [MightSleep] C() { }
                [MightSleep] int Property => 1;
                int Accessors { [MightSleep] get => 1; set { } }
                [MightSleep] public static C operator +(C a, C b) => a;
                [RealMode] void M(Handler h, I i, C c)
                {
                    {|KRN1001:h()|}; {|KRN1001:i.Wait()|}; {|KRN1001:Slow.Call()|}; _ = {|KRN1001:Slow.Property|};
                    _ = {|KRN1001:Property|}; Accessors = {|KRN1001:Accessors|}; _ = {|KRN1001:c + c|}; {|KRN1001:Local()|};
                    [MightSleep] static void Local() { }
                }
            }
            """),

        ChecklistCase.Covered("X8", "spellings of the attribute", """
            using Alias = Kernel.RealModeAttribute;
            class C
            {
                [RealModeAttribute] int A() => {|KRN1101:new int[1]|}.Length;
                [Kernel.RealMode] int B() => {|KRN1101:new int[1]|}.Length;
                [global::Kernel.RealModeAttribute()] int D() => {|KRN1101:new int[1]|}.Length;
                [Alias] int E() => {|KRN1101:new int[1]|}.Length;
                [method: RealMode] int F() => {|KRN1101:new int[1]|}.Length;
                [Obsolete, @RealModeAttribute] int G() => {|KRN1101:new int[1]|}.Length;
            }
            [method: RealMode] struct P(int x) { int[] _a = {|KRN1101:new int[x]|}; }
            """),

        ChecklistCase.Covered("X9", "weaker contract, with and without an escape, and [MightSleep]", """
            static class C
            {
                [Atomic] static void Weak() { _ = new object(); {|KRN1001:Thread.Sleep(1)|}; }
                [Atomic(Unchecked = "never contended")] static void Escaped() => Thread.Sleep(1);
                [MightSleep] static void Opposite() { }
                [Atomic] static void M() { Weak(); Escaped(); {|KRN1001:Opposite()|}; }
                [RealMode] static void N() => {|KRN1101:Weak()|};
            }
            """),

        ChecklistCase.Covered("X10", "constant expressions as the argument", """
            class C
            {
                const string None = "", Reason = "boot " + nameof(M);
                [RealMode({|KRN1501:Unchecked = None + ""|})] void M() => {|KRN1001:Thread.Sleep(1)|};
                [RealMode({|KRN1501:Unchecked = null|})] void N() => {|KRN1001:Thread.Sleep(1)|};
                [RealMode({|KRN1501:Unchecked = default|})] void O() => {|KRN1001:Thread.Sleep(1)|};
                [RealMode(Unchecked = Reason)] void P() => Thread.Sleep(1);
                [RealMode(Unchecked = $"{Reason} only")] void Q() => Thread.Sleep(1);
            }
            """),

        ChecklistCase.Covered("X11", "generic types and functions, clean and faulty", """
            interface IStep { void Do(); }
            struct Good : IStep { public void Do() { } }
            struct Bad : IStep { public void Do() => Thread.Sleep(1); }
            struct Runner<T> where T : struct, IStep
            {
                T _step;
                public void Run() => _step.Do();
                public static void RunStatic<U>(U u) where U : struct, IStep => u.Do();
            }
            static class C
            {
                [RealMode] static void M(Runner<Good> good, Runner<Bad> bad)
                {
                    good.Run(); {|KRN1001:bad.Run()|}; Runner<Bad>.RunStatic(new Good()); {|KRN1001:Runner<Good>.RunStatic(new Bad())|};
                }
            }
            """),
    ];
}
