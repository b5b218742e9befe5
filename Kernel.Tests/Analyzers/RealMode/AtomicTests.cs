// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.RealMode;

/// <summary><c>[Atomic]</c> code may not block; it may allocate, throw and spin.</summary>
public class AtomicTests
{
    [Test]
    public Task WaitingIsReported() =>
        Atomic("{|KRN1001:Thread.Sleep(1)|}; {|KRN1002:lock|} (this) { } {|KRN1001:Below()|}; {|KRN1302:Hook()|};");

    [Test]
    public Task AllocationExceptionsAndStaticsAreQuiet() =>
        Atomic("_ = new object(); object o = 1; Slot = 1; try { } catch (Exception) { } if (Slot == 2) throw new Exception();");

    [Test]
    public Task SpinLockIsQuiet() => Atomic("bool taken = false; var l = new SpinLock(false); l.Enter(ref taken); l.Exit();");

    [Test]
    public Task AwaitIsReported() => RealModeVerifier.InferredDeclarations("""
        class C { [Atomic] async Task {|KRN1003:M|}() => {|KRN1003:await Task.Yield()|}; }
        """);

    [Test]
    public Task AtomicCalleeIsSearchedForWhatOnlyRealModeForbids() => RealModeVerifier.InferredDeclarations("""
        class C
        {
            [Atomic] static void Allocates() => new object();
            [Atomic] static void Blocks() => {|KRN1001:Thread.Sleep(1)|};
            [Atomic] static void Clean() { }
            [RealMode] static void M() { {|KRN1101:Allocates()|}; Blocks(); Clean(); }
            [Atomic] static void N() { Allocates(); M(); }
        }
        """);

    [Test]
    public Task AtomicOverrideOfARealModeMemberIsReported() => RealModeVerifier.InferredDeclarations("""
        abstract class B { [RealMode] public abstract void R(); [Atomic] public abstract void A(); }
        class D : B { [Atomic] public override void {|KRN1503:R|}() { } [RealMode] public override void A() { } }
        """);

    [Test]
    public Task AtomicEscapeNeedsAReason() => RealModeVerifier.InferredDeclarations("""
        class C
        {
            [Atomic({|KRN1501:Unchecked = ""|})] void M() => {|KRN1001:Thread.Sleep(1)|};
            [Atomic(Unchecked = "never contended")] void N() => Thread.Sleep(1);
        }
        """);

    private static Task Atomic(string statements) => RealModeVerifier.InferredDeclarations($$"""
        class C
        {
            static Action Hook; [ThreadStatic] static int Slot;
            static void Below() => Console.WriteLine();
            [Atomic] void M() { {{statements}} }
        }
        """);

    [Test]
    public Task ConstructorOfAClassIsJudged() => RealModeVerifier.InferredDeclarations("""
        class Slow { public Slow() => Thread.Sleep(1); }
        static class C
        {
            [Atomic] static void M() { {|KRN1001:new FileStream("x", FileMode.Open)|}; {|KRN1001:new Slow()|}; _ = new List<int>(3); }
            [RealMode] static void N() { {|KRN1101:new Slow()|}; }
        }
        """);
}
