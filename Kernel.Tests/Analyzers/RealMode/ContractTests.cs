// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.RealMode;

public class ContractTests
{
    [TestCase("null")]
    [TestCase("\"\"")]
    [TestCase("\" \\t\"")]
    public Task EscapeWithoutReasonIsReportedAndIgnored(string reason) => RealModeVerifier.Declarations(
        "class C { [RealMode({|KRN1501:Unchecked = " + reason + "|})] void M() { {|KRN1001:Thread.Sleep(1)|}; } }");

    [Test]
    public Task EscapeWithoutReasonIsReportedOnEveryTarget() => RealModeVerifier.Declarations("""
        [RealMode({|KRN1501:Unchecked = ""|})] class C
        {
            void M()
            {
                [RealMode({|KRN1501:Unchecked = ""|})] void L() { }
                L();
                Action a = {|KRN1104:[RealMode({|KRN1501:Unchecked = ""|})] () => { }|};
            }
            [RealMode({|KRN1501:Unchecked = ""|})] int P { get; set; }
        }
        """);

    [Test]
    public Task EscapeWithReasonIsQuiet() => RealModeVerifier.Declarations("""
        [RealMode(Unchecked = Why)] class C
        {
            const string Why = "boot only";
            void M() => Thread.Sleep(1);
            [RealMode] void N() => {|KRN1001:Thread.Sleep(1)|};
        }
        """);

    [Test]
    public Task EscapeIsNotInherited() => RealModeVerifier.Declarations("""
        class B { [RealMode(Unchecked = "reason")] public virtual void V() => Thread.Sleep(1); }
        class D : B { public override void V() => {|KRN1001:Thread.Sleep(1)|}; }
        """);

    [Test]
    public Task ExternalMethodNeedsAReason() => RealModeVerifier.Declarations("""
        static class C
        {
            [RealMode, DllImport("kernel")] static extern void {|KRN1502:Bad|}();
            [RealMode(Unchecked = "a leaf"), DllImport("kernel")] static extern void Good();
            [DllImport("kernel")] static extern void Plain();
            [RealMode] static void M()
            {
                Bad(); Good(); {|KRN1303:Plain()|}; Local();
                [RealMode, DllImport("kernel")] static extern void {|KRN1502:Local|}();
            }
        }
        """);

    [Test]
    public Task ConversionMayDropTheContractButNotAddIt() => RealModeVerifier.Declarations("""
        [RealMode] delegate void Handler();
        class C
        {
            [RealMode] static void Good() { }
            static void Bad() { }
            void M(Handler h, Action a)
            {
                h = Good;
                a = Good;
                h = {|KRN1503:Bad|};
                h = {|KRN1503:() => { }|};
                h = [RealMode] () => { };
                h = {|KRN1503:new Handler(a)|};
                a = new Action(h);
            }
        }
        """);

    [Test]
    public Task StaticConstructorAndFinalizerAreNotCovered() => RealModeVerifier.Declarations("""
        [RealMode] class C { static C() => Thread.Sleep(1); ~C() => Thread.Sleep(1); }
        """);

    [Test]
    public Task NestedTypeIsNotCovered() => RealModeVerifier.Declarations("""
        [RealMode] static class C { static class Nested { static void M() => Thread.Sleep(1); } }
        """);

    [Test]
    public Task ImplementationInAnUnannotatedBaseIsReported() => RealModeVerifier.Declarations("""
        interface I { [RealMode] void R(); }
        class Base { public void R() => Thread.Sleep(1); }
        class Aware { [RealMode] public void R() { } }
        class {|KRN1503:D|} : Base, I { }
        class E : Aware, I { }
        """);

    [Test]
    public Task OverrideThatMightSleepIsReported() => RealModeVerifier.Declarations("""
        abstract class B { [RealMode] public abstract void R(); }
        class D : B { [MightSleep] public override void {|KRN1503:R|}() => Thread.Sleep(1); }
        """);

    [Test]
    public Task SynthesizedMembersAreNotCovered() => RealModeVerifier.Declarations("""
        [RealMode] record struct R(int X);
        [RealMode] class E { public event Action? Happened; void M(Action a) => {|KRN1104:Happened += a|}; }
        class C { [RealMode] bool M(R a, R b) { var x = a.X; a.Deconstruct(out x); return {|KRN1301:a == b|}; } }
        """);

    [Test]
    public Task AttributeArgumentsAreNotJudged() => RealModeVerifier.Declarations("""
        [AttributeUsage(AttributeTargets.All)] class TagAttribute(params int[] tags) : Attribute { public int[] Tags => tags; }
        class C { [RealMode, Tag(1, 2)] void M([Tag(3)] int i = 4) { } }
        """);
}
