// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Analyzers.RealMode.RealModeAnalyzer, Kernel.CodeFixes.SpanSliceFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(SpanSliceFix))]
public class SpanSliceFixTests
{
    [Test]
    public Task SubstringBecomesASpanWhereTheConsumerAcceptsOne() => Verify.Fixes(
        """
        [Kernel.RealMode]
        static class C
        {
            static int Wants(ReadOnlySpan<char> text) => text.Length;
            static int Accepts(string text) => text.Length;
            static int Accepts(ReadOnlySpan<char> text) => text.Length;
            static int M(string s)
            {
                ReadOnlySpan<char> part = {|KRN1101:s.Substring(1)|};
                return Wants({|KRN1101:s.Substring(1, 2)|}) + Accepts({|KRN1101:s.Substring(3)|}) +
                    {|KRN1101:s[1..3]|}.Length + {|KRN1101:s.Substring(1)|}[0];
            }
        }
        """,
        """
        [Kernel.RealMode]
        static class C
        {
            static int Wants(ReadOnlySpan<char> text) => text.Length;
            static int Accepts(string text) => text.Length;
            static int Accepts(ReadOnlySpan<char> text) => text.Length;
            static int M(string s)
            {
                ReadOnlySpan<char> part = s.AsSpan(1);
                return Wants(s.AsSpan(1, 2)) + Accepts(s.AsSpan(3)) +
                    s.AsSpan(1..3).Length + s.AsSpan(1)[0];
            }
        }
        """);

    [Test]
    public Task SliceOfAnArrayBecomesASpan() => Verify.Fixes(
        """
        [Kernel.RealMode]
        static class C
        {
            static int Sum(ReadOnlySpan<int> values) => values.Length;
            static int M(int[] a)
            {
                Span<int> part = {|KRN1105:a[1..3]|};
                return Sum({|KRN1105:a[..^1]|}) + {|KRN1105:a[2..]|}.Length;
            }
        }
        """,
        """
        [Kernel.RealMode]
        static class C
        {
            static int Sum(ReadOnlySpan<int> values) => values.Length;
            static int M(int[] a)
            {
                Span<int> part = a.AsSpan(1..3);
                return Sum(a.AsSpan(..^1)) + a.AsSpan(2..).Length;
            }
        }
        """);

    [Test]
    public Task SliceThatMustBeAStringOrArrayStays() => Verify.OffersNothing(
        """
        [Kernel.RealMode]
        class C
        {
            string? _text;
            static int Takes(string text) => text.Length;
            static int Takes(int[] values) => values.Length;
            static string Overloaded(string text) => text;
            static int Overloaded(ReadOnlySpan<char> text) => text.Length;
            void M(string s, int[] a)
            {
                _text = {|KRN1101:s.Substring(1)|};
                var part = {|KRN1101:s.Substring(1)|};
                bool same = {|KRN1101:s.Substring(1)|} == "x";
                Takes({|KRN1101:s.Substring(1)|});
                Takes({|KRN1105:a[1..]|});
                Overloaded({|KRN1101:s.Substring(1)|});
                {|KRN1105:a[1..]|}[0] = 1;
            }
        }
        """);
}
