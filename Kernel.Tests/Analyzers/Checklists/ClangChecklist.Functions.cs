// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Analyzers.Checklists;

/// <content>C14–C24: generic functions, pointers to functions, declarations, and callees of the library.</content>
public sealed partial class ClangChecklist
{
    private static IReadOnlyList<ChecklistCase> Functions =>
    [
        ChecklistCase.Covered("C14a", "generic callee is judged by the operator of its type argument", """
            interface IAdd<T> where T : IAdd<T> { static abstract T operator +(T a, T b); }
            struct Plain : IAdd<Plain> { public static Plain operator +(Plain a, Plain b) => a; }
            struct Allocates : IAdd<Allocates>
            {
                public static Allocates operator +(Allocates a, Allocates b) { _ = new object(); return a; }
            }
            struct Throws : IAdd<Throws> { public static Throws operator +(Throws a, Throws b) => throw new Exception(); }
            static class C
            {
                static T Twice<T>(T t) where T : IAdd<T> => t + t;
                static T TwiceOfTheLibrary<T>(T t) where T : INumber<T> => t + t;
                [RealMode] static void M(Plain p, Allocates a, Throws t)
                {
                    Twice(p); {|KRN1101:Twice(a)|}; {|KRN1201:Twice(t)|}; {|KRN1101:Twice<Allocates>(a)|};
                    TwiceOfTheLibrary(1);
                }
            }
            """),

        ChecklistCase.Covered("C14b", "annotated generic function is verified for every type argument", """
            interface IAdd<T> where T : IAdd<T> { static abstract T operator +(T a, T b); }
            interface ICleanAdd<T> where T : ICleanAdd<T> { [RealMode] static abstract T operator +(T a, T b); }
            struct Allocates : ICleanAdd<Allocates>
            {
                public static Allocates operator +(Allocates a, Allocates b) { _ = {|KRN1101:new object()|}; return a; }
            }
            static class C
            {
                [RealMode] static T Twice<T>(T t) where T : IAdd<T> => {|KRN1302:t + t|};
                [RealMode] static T CleanTwice<T>(T t) where T : ICleanAdd<T> => t + t;
                [RealMode] static void M(Allocates a) => CleanTwice(a);
            }
            """),

        ChecklistCase.Covered("C15", "plain, annotated and cast pointer to a function", """
            [RealMode] delegate int Handler(int i);
            unsafe class C
            {
                [RealMode] void M(delegate*<int, int> pointer, Func<int, int> plain, Handler annotated, void* raw, object boxed)
                {
                    {|KRN1302:pointer(1)|}; {|KRN1302:plain(1)|}; annotated(1);
                    {|KRN1302:((delegate*<int, int>)raw)(1)|}; {|KRN1302:((Func<int, int>)boxed)(1)|}; ((Handler)boxed)(1);
                }
            }
            """),

        ChecklistCase.Covered("C16", "call through a conditional expression", """
            [RealMode] delegate void Handler();
            class C
            {
                [RealMode] void M(bool c, Handler f, Handler g, Action p)
                {
                    (c ? f : g)();
                    (f ?? g)();
                    (c switch { true => f, _ => g })();
                    {|KRN1302:(c ? p : p)()|};
                }
            }
            """),

        ChecklistCase.Covered("C17", "callees that may sleep, with and without a body", """
            abstract class C
            {
                [MightSleep] static void WithBody() { }
                [MightSleep] protected abstract void WithoutBody();
                [MightSleep, DllImport("other")] static extern void External();
                [RealMode] void M() { {|KRN1001:WithBody()|}; {|KRN1001:WithoutBody()|}; {|KRN1001:External()|}; }
            }
            """),

        ChecklistCase.Covered("C18", "contract that depends on a type argument", """
            interface IStep { static abstract void Do(); }
            struct Good : IStep { [RealMode] public static void Do() { } }
            struct Bad : IStep { [MightSleep] public static void Do() { } }
            static class C
            {
                static void Run<T>() where T : IStep => T.Do();
                [RealMode] static void M() { Run<Good>(); {|KRN1001:Run<Bad>()|}; }
            }
            """),

        ChecklistCase.Covered("C19", "contract on one part of a member covers the other", """
            partial class C
            {
                partial void Early(); [RealMode] partial void Late();
                [RealMode] partial void Early() => {|KRN1001:Thread.Sleep(1)|};
                partial void Late() => {|KRN1001:Thread.Sleep(1)|};
                [RealMode] private partial int P { get; }
                private partial int P { get { {|KRN1001:Thread.Sleep(1)|}; return 1; } }
                [RealMode] int M() { Early(); Late(); return P; }
            }
            """),

        ChecklistCase.Covered("C20", "pointer to a member function", """
            [RealMode] delegate void Handler();
            class D { [RealMode] public void Good() { } public void Bad() { } }
            class C { void Set(D d) { Handler h = d.Good; h = {|KRN1503:d.Bad|}; } [RealMode] void M(Handler h) => h(); }
            """),

        ChecklistCase.Covered("C21", "lambda as a parameter", """
            [RealMode] delegate void Handler();
            class C
            {
                [RealMode] void M(Handler annotated, Action plain) { annotated(); {|KRN1302:plain()|}; }
                static void Run(Action a) => a();
                [RealMode] void N() { Run(static () => { }); {|KRN1101:Run(static () => new object())|}; }
            }
            """),

        ChecklistCase.Covered("C22", "lambda by reference", """
            [RealMode] delegate void Handler();
            class C
            {
                [RealMode] void M(ref Handler annotated, in Handler read, ref Action plain) { annotated(); read(); {|KRN1302:plain()|}; }
                static void Run(ref Action a) => a();
                [RealMode] void N(Action a) => {|KRN1302:Run(ref a)|};
            }
            """),

        ChecklistCase.Covered("C23", "assumptions, and allocation by library functions", """
            unsafe class C
            {
                [RealMode] void M(void* p, int i)
                {
                    Debug.Assert(i > 0); Unsafe.SkipInit(out int j); if (i < 0) Stop();
                    {|KRN1001:NativeMemory.Alloc(8)|}; {|KRN1001:NativeMemory.AllocZeroed(8)|}; {|KRN1001:NativeMemory.Realloc(p, 8)|};
                    {|KRN1001:NativeMemory.AlignedAlloc(8, 8)|}; {|KRN1001:NativeMemory.Free(p)|}; {|KRN1001:NativeMemory.AlignedFree(p)|};
                    _ = {|KRN1001:Marshal.AllocHGlobal(8)|}; {|KRN1001:Marshal.FreeHGlobal(0)|};
                    _ = {|KRN1101:GC.AllocateUninitializedArray<int>(8)|};
                    _ = {|KRN1101:GC.AllocateArray<int>(8)|};
                    _ = {|KRN1001:RuntimeHelpers.GetUninitializedObject(typeof(C))|};
                    static void Stop() => Environment.FailFast("negative");
                }
            }
            """),

        ChecklistCase.Covered("C24", "callee whose body is a try block", """
            static class C
            {
                static int Careful(int i) { try { return i; } catch (Exception) { return 0; } }
                [RealMode] static int M() => {|KRN1202:Careful(1)|};
            }
            """),
    ];
}
