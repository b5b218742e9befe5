// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Analyzers.RealMode.RealModeAnalyzer,
    Kernel.CodeFixes.AnnotateImplementationFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(AnnotateImplementationFix))]
public class AnnotateImplementationFixTests
{
    [Test]
    public Task TargetsOfARestrictedDelegateAreAnnotated() => Verify.Fixes(
        """
        using Kernel;
        [RealMode] delegate int Handler(int x);
        delegate int Plain(int x);
        class C
        {
            static int Method(int x) => x;
            void M(Plain plain)
            {
                Handler h = {|KRN1503:Method|};
                h = {|KRN1503:Method|};
                h = {|KRN1503:x => x|};
                h = {|KRN1503:static (x) => x|};
                h = {|KRN1503:new Handler(plain)|};
            }
        }
        """,
        """
        using Kernel;
        [RealMode] delegate int Handler(int x);
        [RealMode]
        delegate int Plain(int x);
        class C
        {
            [RealMode]
            static int Method(int x) => x;
            void M(Plain plain)
            {
                Handler h = Method;
                h = Method;
                h = [RealMode] (x) => x;
                h = [RealMode] static (x) => x;
                h = new Handler(plain);
            }
        }
        """,
        steps: 4);

    [Test]
    public Task ImplementationInAnUnannotatedBaseIsAnnotated() => Verify.Fixes(
        """
        using Kernel;
        interface I { [RealMode] void R(); [RealMode] int P { get; } }
        class Base
        {
            public void R() { }
            public int P => 1;
        }
        class {|KRN1503:{|KRN1503:D|}|} : Base, I { }
        """,
        """
        using Kernel;
        interface I { [RealMode] void R(); [RealMode] int P { get; } }
        class Base
        {
            [RealMode]
            public void R() { }
            [RealMode]
            public int P => 1;
        }
        class D : Base, I { }
        """,
        steps: 1);

    [Test]
    public Task ImplementationsThatCannotBeAnnotatedOfferNothing() => Verify.OffersNothing(
        """
        using Kernel;
        [RealMode] delegate void Handler();
        abstract class B { [RealMode] public abstract void R(); }
        class D : B { [MightSleep] public override void {|KRN1503:R|}() { } }
        class C
        {
            Handler _a = {|KRN1503:Console.Beep|};
            Handler _b = {|KRN1503:delegate { }|};
        }
        """);
}
