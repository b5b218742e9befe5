// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Rules;

public class CalleeTests
{
    [Test]
    public Task UnannotatedCalleeIsReported() => RealModeVerifier.Body("{|KRN1301:Helper()|};", "static void Helper() { }");

    [Test]
    public Task AnnotatedCalleeIsQuiet() =>
        RealModeVerifier.Body("Helper(); Run(0, thing, text, array, span, pointer);", "[RealMode] static void Helper() { }");

    [Test]
    public Task EscapedCalleeIsQuiet() =>
        RealModeVerifier.Body("Helper();",
        "[RealMode(Unchecked = \"the caller has stopped the world\")] static void Helper() => Thread.Sleep(1);");

    [Test]
    public Task MembersOfStructsNeedTheAttribute() => RealModeVerifier.Declarations("""
        struct S
        {
            int _x;
            public S(int x) => _x = x;
            public int Computed => _x;
            public int this[int i] { get => _x; set => _x = value; }
            public static S operator +(S a, S b) => a;
            public static S operator ++(S a) => a;
            public static bool operator true(S a) => true;
            public static bool operator false(S a) => false;
            public static S operator &(S a, S b) => a;
            public static implicit operator int(S a) => 1;
            public void operator -=(int i) => _x -= i;
            public void Deconstruct(out int a, out int b) => a = b = 1;
        }
        class C
        {
            [RealMode]
            void M(S s, int i)
            {
                s = {|KRN1301:new S(1)|};
                i = {|KRN1301:s.Computed|};
                i = {|KRN1301:s[1]|};
                {|KRN1301:s[1]|} = i;
                {|KRN1301:s[1]|} += i;
                s = {|KRN1301:s + s|};
                {|KRN1301:s++|};
                {|KRN1301:s -= 1|};
                if ({|KRN1301:s && s|}) { }
                i = {|KRN1301:s|};
                {|KRN1301:var (a, b) = s|};
                if (s is {|KRN1301:(1, 2)|}) { }
            }
        }
        """);

    [Test]
    public Task AutoPropertyAndImplicitConstructorAreQuiet() => RealModeVerifier.Declarations("""
        struct S { public int X { get; set; } public int Y { get; init; } public readonly int Z; public const int N = 1; }
        record struct P(int A, int B);
        class C { [RealMode] int M(P p) { var s = new S { Y = 1 }; s.X = S.N; s.X++; p.A = s.Z; return s.X + p.B; } }
        """);

    [Test]
    public Task PropertyWithABodyAroundItsFieldIsReported() => RealModeVerifier.Declarations("""
        class D { public int P { get; set => field = value + 1; } }
        class C { [RealMode] void M(D d) { {|KRN1301:d.P|} = d.P; } }
        """);

    [Test]
    public Task PrimaryConstructorNeedsTheAttribute() => RealModeVerifier.Declarations("""
        struct S(int x) { int _x = x; }
        [method: RealMode] struct T(int x) { int _x = x; }
        class C { [RealMode] void M() { var s = {|KRN1301:new S(1)|}; var t = new T(1); } }
        """);

    [Test]
    public Task AttributeOnAPropertyCoversItsAccessors() => RealModeVerifier.Declarations("""
        class C
        {
            [RealMode] int P { get { {|KRN1001:Thread.Sleep(1)|}; return 1; } }
            [RealMode] int M() => P;
            int Q { [RealMode] get => P; }
            [RealMode] int N() => Q;
        }
        """);

    [Test]
    public Task AttributeOnATypeCoversItsMembers() => RealModeVerifier.Declarations("""
        [RealMode] struct S
        {
            int _x;
            public S(int x) { _x = x; {|KRN1001:Thread.Sleep(1)|}; }
            public int P => {|KRN1101:new int[1]|}.Length;
            public static S operator +(S a, S b) { Helper(); return a; }
            static void Helper() { }
            static S() => Thread.Sleep(1);
        }
        """);

    [Test]
    public Task InitializerOfAnInstanceFieldIsPartOfItsConstructor() => RealModeVerifier.Declarations("""
        class D { int[] _a = {|KRN1101:new int[1]|}; int B { get; } = 2; [RealMode] public D() { } }
        """);

    [Test]
    public Task ImplicitCallOfTheBaseConstructorIsReported() => RealModeVerifier.Declarations("""
        class B { public B() { } }
        class D : B
        {
            [RealMode] public {|KRN1301:D|}() { }
            [RealMode] public D(int i) : this() { }
            [RealMode] public D(long i) {|KRN1301:: base()|} { }
        }
        class E { [RealMode] public E() { } }
        """);

    [Test]
    public Task VirtualCallIsReported() => RealModeVerifier.Declarations("""
        class B { public virtual void V() { } [RealMode] public virtual void R() { } public virtual int P { get; set; } }
        sealed class D : B { public override void V() { } public override void R() { {|KRN1001:Thread.Sleep(1)|}; } }
        class C { [RealMode] void M(B b, D d) { {|KRN1302:b.V()|}; b.R(); {|KRN1302:b.P|} = {|KRN1302:b.P|}; {|KRN1301:d.V()|}; d.R(); } }
        """);

    [Test]
    public Task InterfaceCallIsReported() => RealModeVerifier.Declarations("""
        interface I { void V(); [RealMode] void R(); }
        class D : I { public void V() { } public void R() { {|KRN1001:Thread.Sleep(1)|}; } }
        class E : I { void I.V() { } void I.R() { {|KRN1001:Thread.Sleep(1)|}; } }
        class C { [RealMode] void M<T>(I i, T t) where T : struct, I { {|KRN1302:i.V()|}; i.R(); {|KRN1302:t.V()|}; t.R(); } }
        """);

    [Test]
    public Task StaticAbstractOperatorIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] T M<T>(T a, T b) where T : INumber<T> => {|KRN1302:a + b|}; }
        """);

    [Test]
    public Task DelegateCallIsReported() => RealModeVerifier.Declarations("""
        [RealMode] delegate void Handler();
        class C { [RealMode] void M(Action a, Handler h) { {|KRN1302:a()|}; h(); {|KRN1302:a.Invoke()|}; } }
        """);

    [Test]
    public Task FunctionPointerCallIsReported() => RealModeVerifier.Declarations("""
        unsafe class C { [RealMode] void M(delegate*<int, void> f, delegate* unmanaged<void> g) { {|KRN1302:f(1)|}; {|KRN1302:g()|}; } }
        """);

    [Test]
    public Task DynamicOperationIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] void M(dynamic d) { {|KRN1302:{|KRN1302:d.Go|}()|}; } }
        """);

    [Test]
    public Task UnknownLibraryMemberIsReported() =>
        RealModeVerifier.Body("var now = {|KRN1001:DateTime.Now|}; {|KRN1303:Array.Sort(array)|};");

    [Test]
    public Task ForEachOverAStructEnumeratorIsReportedOnce() => RealModeVerifier.Declarations("""
        struct Bad
        {
            public Bad GetEnumerator() { Thread.Sleep(1); return this; }
            public bool MoveNext() { Thread.Sleep(1); return false; }
            public int Current => 1;
        }
        class C { [RealMode] void M(List<int> list, Bad bad) { foreach (var i in list) { } foreach (var i in {|KRN1001:bad|}) { } } }
        """);

    [Test]
    public Task OwnStructEnumeratorNeedsTheAttribute() => RealModeVerifier.Declarations("""
        [RealMode] struct Good { public Good GetEnumerator() => this; public bool MoveNext() => false; public int Current => 1; }
        struct Bad { public Bad GetEnumerator() => this; public bool MoveNext() => false; public int Current => 1; }
        class C { [RealMode] void M(Good good, Bad bad) { foreach (var i in good) { } foreach (var i in {|KRN1301:bad|}) { } } }
        """);

    [Test]
    public Task CollectionExpressionForAStructCallsItsMembers() => RealModeVerifier.Declarations("""
        [RealMode] struct Good : System.Collections.IEnumerable
        {
            public void Add(int i) { }
            public System.Collections.IEnumerator GetEnumerator() => null!;
        }
        struct Bad : System.Collections.IEnumerable
        {
            public void Add(int i) { }
            public System.Collections.IEnumerator GetEnumerator() => null!;
        }
        class C { [RealMode] void M() { Good g = [1, 2]; Bad b = {|KRN1301:[1, 2]|}; g = new() { 1, 2 }; b = new() { {|KRN1301:1|} }; } }
        """);

    [Test]
    public Task UsingCallsDispose() => RealModeVerifier.Declarations("""
        ref struct Good { [RealMode] public void Dispose() { } }
        ref struct Bad { public void Dispose() { } }
        struct Plain : IDisposable { public void Dispose() { } }
        class C
        {
            [RealMode] void M(IDisposable d)
            {
                using var g = new Good();
                {|KRN1301:using var b = new Bad();|} using ({|KRN1301:new Plain()|}) { }
                using ({|KRN1302:d|}) { }
            }
        }
        """);

    [Test]
    public Task PinningCallsGetPinnableReference() => RealModeVerifier.Declarations("""
        struct Buffer { int _x; [System.Diagnostics.CodeAnalysis.UnscopedRef] public ref int GetPinnableReference() => ref _x; }
        unsafe class C { [RealMode] void M(Buffer buffer) { fixed ({|KRN1301:int* p = buffer|}) { } } }
        """);

    [Test]
    public Task ListPatternCallsItsMembers() => RealModeVerifier.Declarations("""
        class L { public int Length => 1; public int this[int i] => 1; }
        class C { [RealMode] void M(L l, Span<int> s) { if (l is {|KRN1301:[1, 2]|}) { } if (s is [1, .. var rest]) { } } }
        """);

    [Test]
    public Task ComparingTuplesCallsTheOperatorsOfTheElements() => RealModeVerifier.Declarations("""
        #pragma warning disable CS0660, CS0661
        struct S { public static bool operator ==(S a, S b) => true; public static bool operator !=(S a, S b) => false; }
        class C { [RealMode] bool M(S s) => {|KRN1301:(s, 1) == (s, 2)|}; }
        """);

    [Test]
    public Task ConvertingATupleCallsTheOperatorsOfTheElements() => RealModeVerifier.Declarations("""
        struct S { public static implicit operator long(S s) => 1; }
        class C { [RealMode] void M((S, int) t, S? s) { (long, int) u = {|KRN1301:t|}; long l = {|KRN1301:s ?? 2L|}; } }
        """);

    [Test]
    public Task LocalFunctionIsJudgedWhereItIsCalled() => RealModeVerifier.Body("""
        {|KRN1001:Plain()|};
        Marked();
        void Plain() => Thread.Sleep(1);
        [RealMode] void Marked() => {|KRN1001:Thread.Sleep(1)|};
        """);

    [Test]
    public Task MarkedLambdaIsJudgedAnywhere() => RealModeVerifier.Declarations("""
        class C { Action _a = [RealMode] () => {|KRN1001:Thread.Sleep(1)|}; Action _b = () => Thread.Sleep(1); }
        """);

    [Test]
    public Task ExtensionMembersAreCallees() => RealModeVerifier.Declarations("""
        static class X { extension(int i) { [RealMode] public int Good => i; public int Bad => i; } public static void Old(this int i) { } }
        [RealMode] static class Y { extension(int i) { public void Covered() => {|KRN1001:Thread.Sleep(i)|}; } }
        class C { [RealMode] int M(int i) { i = i.Good; {|KRN1301:i.Old()|}; i.Covered(); return {|KRN1301:i.Bad|}; } }
        """);

    [Test]
    public Task ConditionalCallIsQuiet() =>
        RealModeVerifier.Body("Debug.Assert(number > 0, $\"{number}\"); Trace(thing.ToString()!);",
        "[Conditional(\"TRACE_ON\")] static void Trace(string s) { }");

    [Test]
    public Task PartialMethodIsJudgedInEitherPart() => RealModeVerifier.Declarations("""
        partial class C { [RealMode] partial void M(); partial void M() => {|KRN1001:Thread.Sleep(1)|}; [RealMode] void N() => M(); }
        """);

    [Test]
    public Task CodeWithoutTheAttributeDeclaredIsQuiet() => RealModeVerifier.Declarations("""
        namespace Other { class RealModeAttribute : Attribute; class C { [RealMode] void M() => Thread.Sleep(1); } }
        """);
}
