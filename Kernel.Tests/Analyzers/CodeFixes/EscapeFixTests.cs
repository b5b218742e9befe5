// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Chain = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Tests.Analyzers.CodeFixes.ChainStub, Kernel.CodeFixes.EscapeFix>;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Analyzers.RealMode.RealModeAnalyzer, Kernel.CodeFixes.EscapeFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(EscapeFix))]
public class EscapeFixTests
{
    [Test]
    public Task EscapeIsReportedUntilAReasonIsWritten() => Verify.Fixes(
        """
        using Kernel;
        class C
        {
            [RealMode]
            void M() { {|KRN1001:Thread.Sleep(1)|}; {|KRN1001:Thread.Sleep(2)|}; }
        }
        """,
        """
        using Kernel;
        class C
        {
            [RealMode({|KRN1501:Unchecked = ""|})]
            void M() { {|KRN1001:Thread.Sleep(1)|}; {|KRN1001:Thread.Sleep(2)|}; }
        }
        """,
        steps: 1);

    [Test]
    public Task MemberUnderTheContractOfItsTypeGetsAnEscapeOfItsOwn() => Verify.Fixes(
        """
        [Kernel.RealMode]
        class C
        {
            void M() => {|KRN1001:Thread.Sleep(1)|};
        }
        """,
        """
        [Kernel.RealMode]
        class C
        {
            [global::Kernel.RealMode({|KRN1501:Unchecked = ""|})]
            void M() => {|KRN1001:Thread.Sleep(1)|};
        }
        """,
        steps: 1);

    [Test]
    public Task CauseDownTheChainIsEscapedAndNotTheCaller() => Chain.Fixes(
        """
        using Kernel;
        static class C
        {
            [RealMode] static void Root() => {|KRN1001:First()|};
            static void First() => Second();
            static void Second() => Thread.Sleep(1);
        }
        """,
        """
        using Kernel;
        static class C
        {
            [RealMode] static void Root() => First();
            static void First() => Second();
            [RealMode(Unchecked = "")]
            static void Second() => {|KRN1001:Thread.Sleep(1)|};
        }
        """,
        steps: 1);

    [Test]
    public Task ExternalMethodGetsTheArgument() => Verify.Fixes(
        """static class C { [Kernel.RealMode, DllImport("kernel")] static extern void {|KRN1502:M|}(); }""",
        """static class C { [Kernel.RealMode({|KRN1501:Unchecked = ""|}), DllImport("kernel")] static extern void {|KRN1502:M|}(); }""",
        steps: 1);
}
