// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Analyzers.RealMode.RealModeAnalyzer,
    Kernel.CodeFixes.InlineCollectionFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(InlineCollectionFix))]
public class InlineCollectionFixTests
{
    [Test]
    public Task ArrayThatIsPassedAsASpanBecomesACollectionExpression() => Verify.Fixes(
        """
        [Kernel.RealMode]
        static class C
        {
            static int Sum(ReadOnlySpan<int> values) => values.Length;
            static int M(int x) => Sum({|KRN1101:new int[] { x, 2 }|}) + Sum({|KRN1101:new[] { x, Sum({|KRN1101:new[] { x, x }|}) }|});
        }
        """,
        """
        [Kernel.RealMode]
        static class C
        {
            static int Sum(ReadOnlySpan<int> values) => values.Length;
            static int M(int x) => Sum([x, 2]) + Sum([x, Sum([x, x])]);
        }
        """);

    [Test]
    public Task ArrayPassedAsAnArrayOrWithoutElementsStays() => Verify.OffersNothing(
        """
        [Kernel.RealMode]
        static class C
        {
            static int Count(int[] values) => values.Length;
            static int Sum(ReadOnlySpan<int> values) => values.Length;
            static int M(int x) => Count({|KRN1101:new[] { x, 2 }|}) + Sum({|KRN1101:new int[2]|});
        }
        """);
}
