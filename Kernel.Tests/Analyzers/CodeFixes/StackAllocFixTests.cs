// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Analyzers.RealMode.RealModeAnalyzer, Kernel.CodeFixes.StackAllocFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(StackAllocFix))]
public class StackAllocFixTests
{
    [Test]
    public Task LocalArraysOfKnownLengthGoOnTheStack() => Verify.Fixes(
        """
        [Kernel.RealMode]
        static class C
        {
            const int Size = 8;
            static int Sum(ReadOnlySpan<int> values) => values.Length;
            static int M()
            {
                Span<int> a = {|KRN1101:new int[Size]|};
                int[] b = {|KRN1101:new int[4]|}; // kept
                var c = {|KRN1101:new[] { 1, a[0], 3 }|};
                int[] d = {|KRN1105:[1, 2]|};
                b[0] = c.Length + d[1];
                foreach (int value in d)
                    b[1] += value;
                return Sum(b) + Sum(c);
            }
        }
        """,
        """
        [Kernel.RealMode]
        static class C
        {
            const int Size = 8;
            static int Sum(ReadOnlySpan<int> values) => values.Length;
            static int M()
            {
                Span<int> a = stackalloc int[Size];
                Span<int> b = stackalloc int[4]; // kept
                Span<int> c = stackalloc[] { 1, a[0], 3 };
                Span<int> d = [1, 2];
                b[0] = c.Length + d[1];
                foreach (int value in d)
                    b[1] += value;
                return Sum(b) + Sum(c);
            }
        }
        """);

    [TestCase("int[] a = {|KRN1101:new int[number]|}; a[0] = 1;", TestName = "LengthThatIsNotKnown")]
    [TestCase("int[] a = {|KRN1101:new int[1000]|}; a[0] = 1;", TestName = "LengthThatIsTooMuchForAFrame")]
    [TestCase("string[] a = {|KRN1101:new string[2]|}; a[0] = text;", TestName = "ElementThatIsManaged")]
    [TestCase("while (number > 0) { int[] a = {|KRN1101:new int[2]|}; a[0] = number--; }", TestName = "ArrayInALoop")]
    [TestCase("again: int[] a = {|KRN1101:new int[2]|}; a[0] = number--; if (number > 0) goto again;", TestName = "ArrayAfterALabel")]
    [TestCase("int[] a = {|KRN1101:new int[2]|}; field = a;", TestName = "ArrayThatEscapes")]
    [TestCase("int[] a = {|KRN1101:new int[2]|}; bool b = a == null;", TestName = "ArrayThatIsCompared")]
    [TestCase("int[] a = {|KRN1101:new int[2]|}; Use(a);", TestName = "ArrayThatIsPassedOn")]
    [TestCase("int[,] a = {|KRN1101:new int[2, 2]|}; a[0, 0] = 1;", TestName = "ArrayOfTwoDimensions")]
    public Task ArrayStaysOnTheHeap(string statements) => Verify.OffersNothing($$"""
        [Kernel.RealMode]
        static class C
        {
            static int[]? field;
            static void Use(int[] values) { }
            static void M(int number, string text)
            {
                {{statements}}
            }
        }
        """);

    [Test]
    public Task SpanThatLeavesTheMethodStaysOnTheHeap() => Verify.OffersNothing("""
        static class C { [Kernel.RealMode] static Span<int> M() { Span<int> a = {|KRN1101:new int[2]|}; return a; } }
        """);

    [Test]
    public Task MemoryThatWouldNotBeZeroedStaysOnTheHeap() => Verify.OffersNothing("""
        static class C { [Kernel.RealMode, SkipLocalsInit] static int M() { int[] a = {|KRN1101:new int[2]|}; return a[0]; } }
        """);
}
