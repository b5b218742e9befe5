// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Chain = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Tests.Analyzers.CodeFixes.ChainStub, Kernel.CodeFixes.AnnotateCalleeFix>;
using Direct = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Tests.Analyzers.CodeFixes.CalleeStub,
    Kernel.CodeFixes.AnnotateCalleeFix>;
using Open = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Tests.Analyzers.CodeFixes.OpenCallStub,
    Kernel.CodeFixes.AnnotateCalleeFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(AnnotateCalleeFix))]
public class AnnotateCalleeFixTests
{
    [Test]
    public Task EveryFunctionDownTheChainIsAnnotatedAndTheCauseIsThenReported() => Chain.Fixes(
        """
        using Kernel;

        static class C
        {
            [RealMode]
            static void Root() => {|KRN1001:First()|};

            /// <summary>On the way.</summary>
            static void First() => Second();

            static int Property => 0;

            static void Second()
            {
                Thread.Sleep(1);
            }
        }
        """,
        """
        using Kernel;

        static class C
        {
            [RealMode]
            static void Root() => First();

            /// <summary>On the way.</summary>
            [RealMode]
            static void First() => Second();

            static int Property => 0;

            [RealMode]
            static void Second()
            {
                {|KRN1001:Thread.Sleep(1)|};
            }
        }
        """,
        steps: 1);

    [Test]
    public Task FixAllAnnotatesASharedCalleeOnceAcrossFiles() => Chain.Fixes(
        [
            """
            static class A
            {
                [Kernel.RealMode] static void One() => {|KRN1001:B.Shared()|};
                [Kernel.RealMode] static void Two() => {|KRN1001:B.Shared()|};
            }
            """,
            """
            static class B
            {
                public static void Shared() => Own();
                static void Own() => Thread.Sleep(1);
            }
            """,
        ],
        [
            """
            static class A
            {
                [Kernel.RealMode] static void One() => B.Shared();
                [Kernel.RealMode] static void Two() => B.Shared();
            }
            """,
            """
            static class B
            {
                [global::Kernel.RealMode]
                public static void Shared() => Own();
                [global::Kernel.RealMode]
                static void Own() => {|KRN1001:Thread.Sleep(1)|};
            }
            """,
        ],
        steps: 1);

    [Test]
    public Task LocalFunctionDownTheChainIsAnnotated() => Chain.Fixes(
        """
        using Kernel;
        class C
        {
            [RealMode] void Root() { {|KRN1001:Local()|}; void Local() => Thread.Sleep(1); }
        }
        """,
        """
        using Kernel;
        class C
        {
            [RealMode] void Root() { Local(); [RealMode] void Local() => {|KRN1001:Thread.Sleep(1)|}; }
        }
        """,
        steps: 1);

    [Test]
    public Task ViolationInTheAnnotatedFunctionItselfOffersNothing() => Chain.OffersNothing(
        "class C { [Kernel.RealMode] void M() => {|KRN1001:Thread.Sleep(1)|}; }");

    [Test]
    public Task DirectCalleesOfEveryKindAreAnnotated() => Direct.Fixes(
        """
        using Kernel;

        delegate void Work();

        class Box
        {
            public Box() { }

            public int Value { get { return 1; } }
        }

        class Primary(int x)
        {
            public int X = x;
        }

        static class C
        {
            [RealMode]
            static void Root(Work work)
            {
                {|KRN1301:new Primary(1)|}.X = 1;
                int value = {|KRN1301:{|KRN1301:new Box()|}.Value|};
                {|KRN1301:Callee(value)|};
                {|KRN1301:work()|};
                {|KRN1301:value.Extension()|};
            }

            // Kept.
            [MethodImpl(MethodImplOptions.NoInlining)]
            static void Callee(int value) { }

            static void Extension(this int value) { }
        }
        """,
        """
        using Kernel;

        [RealMode]
        delegate void Work();

        class Box
        {
            [RealMode]
            public Box() { }

            [RealMode]
            public int Value { get { return 1; } }
        }

        [method: RealMode]
        class Primary(int x)
        {
            public int X = x;
        }

        static class C
        {
            [RealMode]
            static void Root(Work work)
            {
                new Primary(1).X = 1;
                int value = new Box().Value;
                Callee(value);
                work();
                value.Extension();
            }

            // Kept.
            [RealMode]
            [MethodImpl(MethodImplOptions.NoInlining)]
            static void Callee(int value) { }

            [RealMode]
            static void Extension(this int value) { }
        }
        """,
        steps: 6);

    [Test]
    public Task CalleeGetsTheCallersContractAndFixAllUsesTheStricterOne() => Direct.Fixes(
        """
        using Kernel;
        static class C
        {
            [Atomic] static void Root() { {|KRN1301:One()|}; {|KRN1301:Two()|}; }
            [RealMode] static void Strict() => {|KRN1301:Two()|};
            static void One() { }
            static void Two() { }
        }
        """,
        """
        using Kernel;
        static class C
        {
            [Atomic] static void Root() { One(); Two(); }
            [RealMode] static void Strict() => Two();
            [Atomic]
            static void One() { }
            [Atomic]
            static void Two() { }
        }
        """,
        expectedAtOnce: """
        using Kernel;
        static class C
        {
            [Atomic] static void Root() { One(); Two(); }
            [RealMode] static void Strict() => Two();
            [Atomic]
            static void One() { }
            [RealMode]
            static void Two() { }
        }
        """);

    [Test]
    public Task AtomicCalleeIsAnnotatedForAStricterCaller() => Chain.Fixes(
        """
        using Kernel;
        [Atomic]
        static class C
        {
            [RealMode] static void Strict() => {|KRN1001:Callee()|};
            static void Callee() => Thread.Sleep(1);
        }
        """,
        """
        using Kernel;
        [Atomic]
        static class C
        {
            [RealMode] static void Strict() => Callee();
            [RealMode]
            static void Callee() => {|KRN1001:Thread.Sleep(1)|};
        }
        """,
        steps: 1);

    [Test]
    public Task InterfaceMemberIsAnnotated() => Open.Fixes(
        """
        using Kernel;
        public interface I
        {
            void M();
        }
        class C { [RealMode] void Root(I i) => {|KRN1302:i.M()|}; }
        """,
        """
        using Kernel;
        public interface I
        {
            [RealMode]
            void M();
        }
        class C { [RealMode] void Root(I i) => {|KRN1302:i.M()|}; }
        """,
        steps: 1);

    [Test]
    public Task CompiledCalleeOffersNothing() => Direct.OffersNothing(
        "class C { [Kernel.RealMode] void M() => {|KRN1301:Console.Beep()|}; }");

    [Test]
    public Task CalleeThatMightSleepOffersNothing() => Direct.OffersNothing(
        """
        using Kernel;
        static class C
        {
            [RealMode] static void Root() => {|KRN1301:Callee()|};
            [MightSleep] static void Callee() { }
        }
        """);
}
