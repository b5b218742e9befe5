// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Rules;

public class StaticStateTests
{
    [Test]
    public Task ThreadStaticIsReported() =>
        RealModeVerifier.Body("{|KRN1401:t|} = 1; number = {|KRN1401:t|};", "[ThreadStatic] static int t;");

    [Test]
    public Task PlainStaticIsQuiet() => RealModeVerifier.Body(
        "plain = constant + Property;",
        "static int plain; static int constant = 1 + (int)sizeof(ulong); static delegate*<void> f = &G; static void G() { } " +
            "static S s = new S(); struct S; static int Property { get; set; } = 3;");

    [TestCase("= new int[1]")]
    [TestCase("= Make(); static int[] Make() => []")]
    public Task InitializerThatRunsCodeIsReported(string initializer) => RealModeVerifier.Body(
        "number = {|KRN1402:plain|};", "static int plain; static int[] other " + initializer + ";");

    [Test]
    public Task InitializedAutoPropertyIsReported() => RealModeVerifier.Declarations("""
        static class S { public static object P { get; } = new object(); public static int Plain; }
        class C { [RealMode] void M() { var o = {|KRN1402:S.P|}; {|KRN1402:S.Plain|} = 1; } }
        """);

    [Test]
    public Task StaticConstructorIsReported() => RealModeVerifier.Declarations("""
        struct S
        {
            public static int X;
            static S() => X = 1;
            [RealMode] public S(int i) => X = i;
            [RealMode] public static void F() => X = 1;
            [RealMode] public void G() => F();
        }
        class C { [RealMode] void M(S s) { {|KRN1402:S.X|} = 1; {|KRN1402:S.F()|}; s = {|KRN1402:new S(1)|}; s.G(); } }
        """);

    [Test]
    public Task StaticFieldOfTheLibraryIsReportedUnlessHarmless() =>
        RealModeVerifier.Body("thing = {|KRN1303:Type.EmptyTypes|}; text = string.Empty; if (BitConverter.IsLittleEndian) number = 1;");

    [Test]
    public Task EnumMemberAndConstantAreQuiet() =>
        RealModeVerifier.Body("number = N + (int)E.A;", "const int N = 1; enum E { A } static object o = new object();");
}
