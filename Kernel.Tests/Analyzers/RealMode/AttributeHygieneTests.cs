// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.RealMode;

/// <summary>Wrong attributes are reported at the attribute.</summary>
public class AttributeHygieneTests
{
    [TestCase("[RealMode({|KRN1601:Unchecked = \"it was slow once\"|})] static int M(int n) => n + 1;")]
    [TestCase("[Atomic({|KRN1601:Unchecked = \"it was slow once\"|})] static object M() => new();")]
    [TestCase("[RealMode({|KRN1601:Unchecked = \"why\"|})] static int M(int n) => Helper(n); static int Helper(int n) => n;")]
    [TestCase("static int M(int n) { [RealMode({|KRN1601:Unchecked = \"why\"|})] static int Local(int n) => n; return Local(n); }")]
    public Task EscapeWithoutNeedIsReported(string member) => Verify(member);

    [TestCase("[RealMode(Unchecked = \"it is the end\")] static void M() => throw new InvalidOperationException();")]
    [TestCase("[RealMode(Unchecked = \"a leaf of the firmware\")] static extern int M();")]
    [TestCase("[Atomic(Unchecked = \"held for a moment\")] static void M(object o) { lock (o) { } }")]
    [TestCase("[RealMode(Unchecked = \"deep down\")] static int M(int n) => Helper(n); static int Helper(int n) => new int[n].Length;")]
    public Task EscapeThatIsNeededIsQuiet(string member) => Verify(member);

    [TestCase("class A { [{|KRN1602:RealMode|}] static A() { } }")]
    [TestCase("class A { [{|KRN1602:Atomic|}] ~A() { } }")]
    [TestCase("[RealMode, {|KRN1602:Atomic|}] static int M(int n) => n;")]
    public Task AttributeWithoutEffectIsReported(string member) => Verify(member);

    [TestCase("[RealMode, {|KRN1603:MightSleep|}] static void M() { }")]
    [TestCase("[{|KRN1603:MightSleep|}, Atomic] static void M() { }")]
    [TestCase("[RealMode, {|KRN1603:MightSleep|}] class A;")]
    public Task ContradictionIsReported(string member) => Verify(member);

    [TestCase("[RealMode] class A { [MightSleep] static void M() { } [Atomic] static object N() => new(); }",
        Description = "a member may differ from its type")]
    public Task ExceptionFromTheTypeIsQuiet(string member) => Verify(member);

    private static Task Verify(string member) =>
        AnalyzerVerifier<Kernel.Analyzers.RealMode.RealModeAnalyzer>.Run($"static unsafe partial class Code\n{{\n{member}\n}}");
}
