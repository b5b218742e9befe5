// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Engine;

/// <summary>Functions without a contract are searched to any depth, and reported at the call in the function that has one.</summary>
public class HazardSearchTests
{
    [Test]
    public Task CleanCalleeIsQuiet() => RealModeVerifier.InferredBody("number = A(number);", """
        static int A(int x) => x > 0 ? B(x - 1) : C.Twice(x);
        static int B(int x) => Math.Max(x, 3);
        static class C { public static int Twice(int x) => x * 2; }
        """);

    [Test]
    public Task ViolationTwoCallsAwayIsReportedAtTheFirstCall() => RealModeVerifier.InferredBody(
        "{|KRN1001:A()|};", "static void A() => B(); static void B() => Thread.Sleep(1);");

    [TestCase("lock (typeof(int)) { }", "KRN1002")]
    [TestCase("_ = new object();", "KRN1101")]
    [TestCase("object o = 1;", "KRN1102")]
    [TestCase("string s = $\"{DateTime.MinValue}\";", "KRN1103")]
    [TestCase("Action a = () => { };", "KRN1104")]
    [TestCase("int[] a = [1];", "KRN1105")]
    [TestCase("throw new Exception();", "KRN1201")]
    [TestCase("try { } catch (Exception) { }", "KRN1202")]
    [TestCase("Code.Hook();", "KRN1302")]
    [TestCase("Array.Sort(Code.Numbers);", "KRN1303")]
    [TestCase("Code.Slot = 1;", "KRN1401")]
    public Task EveryHazardRuleAppliesToCallees(string statement, string id) => RealModeVerifier.InferredBody(
        "{|" + id + ":A()|};",
            "static void A() { " + statement + " } public static Action Hook; public static int[] Numbers; " +
            "[ThreadStatic] public static int Slot;");

    [Test]
    public Task BlockingIsReportedBeforeNearerViolations() => RealModeVerifier.InferredBody(
        "{|KRN1001:A()|};", "static void A() { _ = new object(); B(); } static void B() => C(); static void C() => Console.WriteLine();");

    [Test]
    public Task EachCallThatLeadsToTheSameViolationIsReported() => RealModeVerifier.InferredBody(
        "{|KRN1001:A()|}; {|KRN1001:B()|}; {|KRN1001:A()|};", "static void A() => B(); static void B() => Thread.Sleep(1);");

    [Test]
    public Task RecursionIsFollowedOnce() => RealModeVerifier.InferredBody(
        "Clean(3); {|KRN1101:Even(3)|}; {|KRN1101:Odd(3)|};", """
        static int Clean(int n) => n == 0 ? 0 : Clean(n - 1);
        static bool Even(int n) => n == 0 || Odd(n - 1);
        static bool Odd(int n) { if (n == 7) _ = new object(); return n != 0 && Even(n - 1); }
        """);

    [Test]
    public Task ViolationInAnAnnotatedCalleeIsReportedInTheCallee() => RealModeVerifier.InferredBody(
        "A();", "static void A() => B(); [RealMode] static void B() => {|KRN1001:Thread.Sleep(1)|};");

    [Test]
    public Task CalleeThatMightSleepIsReportedWhateverItsBody() =>
        RealModeVerifier.InferredBody("{|KRN1001:A()|};", "static void A() => B(); [MightSleep] static void B() { }");

    [Test]
    public Task EscapeIsTrusted() =>
        RealModeVerifier.InferredBody("A();",
        "static void A() => B(); [RealMode(Unchecked = \"boot only\")] static void B() => Thread.Sleep(1);");

    [Test]
    public Task MessageAndLocationsContainTheWholeChain() => RealModeVerifier.Chain("""
        static class Code
        {
            [RealMode] static void Root() => {|#0:Log()|};
            static void Log() => {|#1:Write()|};
            static void Write() => {|#2:Console.WriteLine()|};
        }
        """, "KRN1001", "'Console.WriteLine'", "Code.Root", "[RealMode]", ": Code.Root → Code.Log → Code.Write");

    [Test]
    public Task GenericCalleeIsJudgedPerInstantiation() => RealModeVerifier.InferredDeclarations("""
        interface I { void Do(); }
        struct Good : I { public void Do() { } }
        struct Bad : I { public void Do() => Thread.Sleep(1); }
        class Open : I { public virtual void Do() { } }
        sealed class Closed : I { public void Do() { } }
        static class C
        {
            static void Call<T>(T t) where T : I => t.Do();
            static void Pass<T>(T t) where T : I => Call<T>(t);
            [RealMode] static void M<TOpen>(TOpen open) where TOpen : I
            {
                Pass(new Good());
                {|KRN1001:Pass(new Bad())|};
                {|KRN1302:Pass<Open>(null!)|};
                Pass<Closed>(null!);
                {|KRN1302:Pass(open)|};
            }
        }
        """);

    [Test]
    public Task OperatorsOfTypeVariablesAreResolved() => RealModeVerifier.InferredDeclarations("""
        interface IAdd<T> where T : IAdd<T> { static abstract T operator +(T a, T b); static abstract T Zero { get; } }
        struct Good : IAdd<Good> { public static Good operator +(Good a, Good b) => a; public static Good Zero => default; }
        struct Bad : IAdd<Bad>
        {
            public static Bad operator +(Bad a, Bad b) { Thread.Sleep(1); return a; }
            public static Bad Zero => default;
        }
        static class C
        {
            static T Sum<T>(T a) where T : IAdd<T> => a + T.Zero;
            [RealMode] static void M() { Sum<Good>(default); {|KRN1001:Sum<Bad>(default)|}; }
        }
        """);

    [Test]
    public Task MembersOfGenericTypesAreJudgedPerInstantiation() => RealModeVerifier.InferredDeclarations("""
        struct Good : IEquatable<Good> { public bool Equals(Good other) => true; }
        struct Bad : IEquatable<Bad> { public bool Equals(Bad other) => new object() == null; }
        struct Box<T> where T : struct, IEquatable<T>
        {
            T _value;
            public bool Has(T value) => _value.Equals(value);
            public struct Nested { public T Value; public bool Has(T value) => Value.Equals(value); }
        }
        static class C
        {
            [RealMode] static void M(Box<Good> g, Box<Bad> b, Box<Good>.Nested gn, Box<Bad>.Nested bn)
            {
                g.Has(default); {|KRN1101:b.Has(default)|}; gn.Has(default); {|KRN1101:bn.Has(default)|};
            }
        }
        """);

    [Test]
    public Task BoxingDependsOnTheTypeArgument() => RealModeVerifier.InferredDeclarations("""
        struct Plain { }
        struct Named { public override string ToString() => "named"; public override int GetHashCode() => 1; }
        static class C
        {
            static object Box<T>(T t) => t!;
            static int Hash<T>(T t) => t!.GetHashCode();
            static T New<T>() where T : new() => new T();
            [RealMode] static void M(string s)
            {
                Box(s);
                {|KRN1102:Box(1)|};
                Hash(new Named());
                {|KRN1102:Hash(new Plain())|};
                New<Plain>();
                {|KRN1302:New<object>()|};
            }
        }
        """);

    [Test]
    public Task PolymorphicRecursionIsReportedAsTooDeep() => RealModeVerifier.InferredDeclarations("""
        struct Pair<T> { public T A, B; }
        static class C
        {
            static int Deep<T>(int n) => n == 0 ? 0 : Deep<Pair<T>>(n - 1);
            static void Nest(Action a, int n) { if (n > 0) Nest(a, n - 1); a(); }
            [RealMode] static void M() { {|KRN1504:Deep<int>(3)|}; Nest(static () => { }, 3); }
        }
        """);

    [Test]
    public Task DelegateArgumentIsJudgedPerCall() => RealModeVerifier.InferredBody("""
        Run(3, static i => i + 1);
        {|KRN1001:Run(3, static i => { Thread.Sleep(1); return i; })|};
        Twice(static i => i);
        {|KRN1101:Twice(static i => new int[i].Length)|};
        {|KRN1302:Run(3, Field)|};
        """, """
        static Func<int, int> Field;
        static int Run(int x, Func<int, int> f) => f(x);
        static int Twice(Func<int, int> f) => Run(Run(1, f), f);
        """);

    [Test]
    public Task ParameterThatIsReassignedIsUnknown() => RealModeVerifier.InferredBody(
        "{|KRN1302:Run(static () => { })|};", "static Action Other; static void Run(Action a) { a = Other; a(); }");

    [Test]
    public Task LambdaThatCapturesIsReported() => RealModeVerifier.InferredBody(
        "Run({|KRN1104:() => number + 1|}); Run({|KRN1104:() => 1|});", "static int Run(Func<int> f) => f();");

    [Test]
    public Task StaticLambdaThatIsOnlyStoredIsNotJudged() => RealModeVerifier.InferredBody(
        "Keep(static () => Thread.Sleep(1));", "static Action Kept; static void Keep(Action a) => Kept = a;");

    [Test]
    public Task LocalFunctionIsJudgedByItsBody() => RealModeVerifier.InferredBody("""
        Clean(3);
        {|KRN1001:Faulty()|};
        static int Clean(int n) => n == 0 ? 0 : Clean(n - 1);
        void Faulty() => Inner();
        void Inner() => Thread.Sleep(number);
        """);

    [Test]
    public Task ImplicitConstructorRunsInitializersAndTheBase() => RealModeVerifier.InferredDeclarations("""
        class Empty { }
        class Filled { readonly int _x = Math.Abs(1); }
        class Faulty { readonly int _x = Wait(); static int Wait() { Thread.Sleep(1); return 1; } }
        struct S { int _x = C.Wait(); public S(int i) { } public S(long i) : this(1) { } }
        struct P(int x) { readonly int _y = x + C.Wait(); }
        class D : Faulty { [RealMode] public {|KRN1001:D|}() { } }
        class E : Filled { [RealMode] public E() { } }
        static class C
        {
            public static int Wait() { Thread.Sleep(1); return 1; }
            [RealMode] static void M() { var s = {|KRN1001:new S(1)|}; s = {|KRN1001:new S(1L)|}; var p = {|KRN1001:new P(1)|}; }
        }
        """);

    [Test]
    public Task AccessorsOperatorsAndConversionsAreFollowed() => RealModeVerifier.InferredDeclarations("""
        struct S
        {
            public int Good { get => field + 1; set => field = value; }
            public int Bad { get { Thread.Sleep(1); return 1; } }
            public static S operator +(S a, S b) => a;
            public static S operator -(S a, S b) { Thread.Sleep(1); return a; }
            public static implicit operator int(S s) => 1;
            public static explicit operator long(S s) => new int[1].Length;
            public int this[int i] => i;
        }
        static class C
        {
            [RealMode] static void M(S s)
            {
                s.Good = s.Good + s[1];
                int i = {|KRN1001:s.Bad|};
                s = s + s;
                s = {|KRN1001:s - s|};
                i = s;
                long l = {|KRN1101:(long)s|};
            }
        }
        """);

    [Test]
    public Task EnumeratorsDisposalAndPatternsAreFollowed() => RealModeVerifier.InferredDeclarations("""
        struct Good { public Good GetEnumerator() => this; public bool MoveNext() => false; public int Current => 1; }
        struct Bad
        {
            public Bad GetEnumerator() => this;
            public bool MoveNext() { Thread.Sleep(1); return false; }
            public int Current => 1;
        }
        ref struct Scope { public void Dispose() { } }
        ref struct BadScope { public void Dispose() => Thread.Sleep(1); }
        struct Point { public void Deconstruct(out int x, out int y) => x = y = new int[1].Length; }
        static class C
        {
            [RealMode] static void M(Good good, Bad bad, Point point)
            {
                foreach (var i in good) { }
                foreach (var i in {|KRN1001:bad|}) { }
                using var scope = new Scope();
                {|KRN1001:using var other = new BadScope();|}
                if (point is {|KRN1101:(1, 2)|}) { }
            }
        }
        """);

    [Test]
    public Task StaticStateInACalleeIsReported() => RealModeVerifier.InferredDeclarations("""
        static class Table { public static readonly int[] Values = [1, 2]; public static int Get(int i) => Values[i]; }
        static class Plain { public static int Value; public static int Get() => Value; }
        static class C { [RealMode] static int M() => {|KRN1402:Table.Get(1)|} + Plain.Get(); }
        """);

    [Test]
    public Task ComparisonOfARecordOfPlainFieldsIsQuiet() => RealModeVerifier.InferredDeclarations("""
        record struct Key(int A, ulong B, DayOfWeek C);
        record struct Named(Key Key, object Name);
        static class C
        {
            [RealMode] static bool M(Key a, Key b, Named n)
            {
                _ = {|KRN1103:a.ToString()|};
                return a == b && a.Equals(b) && {|KRN1302:n == n|};
            }
        }
        """);
}
