// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Constant = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Analyzers.RealMode.RealModeAnalyzer,
    Kernel.CodeFixes.ConstantStringFix>;
using InPlace = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Tests.Analyzers.CodeFixes.InterpolationStub,
    Kernel.CodeFixes.FormatInPlaceFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(ConstantStringFix))]
[TestOf(typeof(FormatInPlaceFix))]
public class StringFixTests
{
    [Test]
    public Task StringOfConstantPartsIsWrittenOut() => Constant.Fixes(
        """"
        static class C
        {
            const string Name = "n\"";
            [Kernel.RealMode]
            static void M(out string a, out string b, out string c)
            {
                a = {|KRN1103:$"{{{Name}}} {1}{true}"|};
                b = {|KRN1103:Name + 2 + ('x' + "y")|}; // kept
                c = {|KRN1103:$"""raw {3u} {{|KRN1103:$"{Name}{4L}"|}}"""|};
            }
        }
        """",
        """
        static class C
        {
            const string Name = "n\"";
            [Kernel.RealMode]
            static void M(out string a, out string b, out string c)
            {
                a = "{n\"} 1True";
                b = "n\"2xy"; // kept
                c = "raw 3 n\"4";
            }
        }
        """,
        steps: 3);

    [TestCase("{|KRN1103:$\"{number}\"|}", TestName = "Variable")]
    [TestCase("{|KRN1103:\"a\" + number|}", TestName = "ConcatenatedVariable")]
    [TestCase("{|KRN1103:$\"{1:x}\"|}", TestName = "Format")]
    [TestCase("{|KRN1103:$\"{1,4}\"|}", TestName = "Alignment")]
    [TestCase("{|KRN1103:$\"{-1}\"|}", TestName = "SignThatDependsOnTheCulture")]
    [TestCase("{|KRN1103:$\"{1.5}\"|}", TestName = "PointThatDependsOnTheCulture")]
    [TestCase("{|KRN1103:$\"{DayOfWeek.Monday}\"|}", TestName = "NameOfAnEnumMember")]
    public Task StringIsNotWrittenOut(string expression) => Constant.OffersNothing(
        "static class C { [Kernel.RealMode] static string M(int number) => " + expression + "; }");

    [Test]
    public Task CopiedInterpolationIsFormattedInPlace() => InPlace.Fixes(
        """
        static class C
        {
            static bool M(int x, Span<char> span) =>
                {|KRN1103:$"a{x}"|}.TryCopyTo(span) && {|KRN1103:$"b{x:x}"|}.AsSpan().TryCopyTo(span[1..]);
        }
        """,
        """
        static class C
        {
            static bool M(int x, Span<char> span) =>
                span.TryWrite($"a{x}", out _) && span[1..].TryWrite($"b{x:x}", out _);
        }
        """);

    [Test]
    public Task InterpolationThatIsUsedOtherwiseStays() => InPlace.OffersNothing(
        """
        static class C
        {
            static void Use(string text) { }
            static Span<char> Next() => default;
            static bool N(int x) => {|KRN1103:$"{x}"|}.TryCopyTo(Next());
            static void M(int x) => Use({|KRN1103:$"{x}"|});
        }
        """);
}
