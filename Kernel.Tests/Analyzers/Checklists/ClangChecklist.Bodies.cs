// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Analyzers.Checklists;

/// <content>C1–C13: what a body does, and what the functions nested in it do.</content>
public sealed partial class ClangChecklist
{
    private static IReadOnlyList<ChecklistCase> Bodies =>
    [
        ChecklistCase.Covered("C1", "memory is allocated and freed", """
            unsafe class C
            {
                [RealMode] void* M(void* old)
                {
                    _ = {|KRN1101:new object()|};
                    {|KRN1001:NativeMemory.Free(old)|};
                    return {|KRN1001:NativeMemory.Alloc(8)|};
                }
            }
            """),

        ChecklistCase.Covered("C2", "static whose initializer runs at the first use", """
            static class Table { public static int Size = Measure(); static int Measure() => 3; }
            static class Plain { public static int Size = 3; }
            class C { [RealMode] int M() => {|KRN1402:Table.Size|} + Plain.Size; }
            """),

        ChecklistCase.Covered("C3", "throw, and catch", """
            class C
            {
                [RealMode] void M(int i) { try { if (i == 1) {|KRN1201:throw new Exception();|} } {|KRN1202:catch|} (Exception) { } }
            }
            """),

        ChecklistCase.Covered("C4", "empty callee with a body, and one without", """
            static class C
            {
                static void Empty() { }
                [DllImport("other")] static extern void Undefined();
                [RealMode] static void M() { Empty(); {|KRN1303:Undefined()|}; }
            }
            """),

        ChecklistCase.Covered("C5", "virtual call on an object of a known type", """
            class B { public virtual void V() { } }
            class C { [RealMode] void M() { var b = {|KRN1101:new B()|}; {|KRN1302:b.V()|}; } }
            """),

        ChecklistCase.Covered("C6", "violation two calls away", """
            static class C
            {
                [RealMode] static void M() => {|KRN1101:Near()|};
                static void Near() => Far();
                static void Far() => _ = new object();
            }
            """),

        ChecklistCase.Covered("C7", "thread-static variable is read", """
            class C
            {
                [ThreadStatic] static int Slot;
                [RealMode] int M() => {|KRN1401:Slot|};
                [RealMode] int N(ThreadLocal<int> local) => {|KRN1001:local.Value|};
            }
            """),

        ChecklistCase.Covered("C8", "annotated anonymous method is verified", """
            [RealMode] delegate void Handler();
            class C
            {
                Handler _h = [RealMode] () => { _ = {|KRN1101:new object()|}; };
                Handler _old = {|KRN1503:delegate { Thread.Sleep(1); }|};
            }
            """),

        ChecklistCase.Covered("C9", "annotated lambda is verified", """
            class C
            {
                void M()
                {
                    Action a = [RealMode] () => {|KRN1001:Thread.Sleep(1)|};
                    Func<int> f = [RealMode] static () => {|KRN1101:new int[1]|}.Length;
                }
            }
            """),

        ChecklistCase.Covered("C10a", "faulty lambda that is created and not called", """
            class C
            {
                static Action Kept;
                static void Keep(Action a) => Kept = a;
                [RealMode] void M() { Keep(static () => Thread.Sleep(1)); void Uncalled() => Thread.Sleep(1); }
            }
            """),

        ChecklistCase.Covered("C10b", "for a faulty lambda that becomes a delegate only the allocation is reported", """
            class C { [RealMode] void M() { Action a = {|KRN1104:() => Thread.Sleep(1)|}; } }
            """),

        ChecklistCase.Covered("C11", "captured value is computed outside the lambda", """
            class C { [RealMode] void M() { var captured = {|KRN1101:new int[1]|}; Action a = {|KRN1104:() => captured[0]++|}; } }
            """),

        ChecklistCase.Covered("C12", "computing a captured value is no violation by an annotated lambda", """
            [RealMode] delegate void Handler();
            class C { Handler M() { var captured = new int[1]; return [RealMode] () => captured[0]++; } }
            """),

        ChecklistCase.Covered("C13a", "nested function that is not called", """
            class C
            {
                [RealMode] int M(int i)
                {
                    return Called(i);
                    static int Called(int i) => i + 1;
                    static int Uncalled(int i) { lock (typeof(C)) return new int[i].Length; }
                }
            }
            """),

        ChecklistCase.Covered("C13b", "method of a nested type is not covered by the outer type", """
            [RealMode] class C
            {
                struct Nested { public void Bad() => Thread.Sleep(1); public void Good() { } }
                void M(Nested n) => n.Good();
            }
            """),
    ];
}
