// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.Layers;
using Microsoft.CodeAnalysis.Testing;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Layers;

/// <summary>A file may use the layers that <c>.editorconfig</c> allows its own layer to use.</summary>
public class LayerTests
{
    private const string Lower = """
        namespace Lower
        {
            public static class Tool
            {
                public const int Size = 8;
                public static void Run() { }
                public static void Extend(this string s) { }
            }
            public class Base { public int Field; public virtual int Property => 3; }
            public struct Pair { public int First; public static Pair Zero => default; }
            public enum Kind { One }
            public sealed class MarkAttribute : System.Attribute;
            public class Box<T>;
        }
        """;

    [TestCase("void M() => Lower.Tool.{|KRN2301:Run|}();")]
    [TestCase("void M() => {|KRN2301:Run|}();")]
    [TestCase("void M() => \"\".{|KRN2301:Extend|}();")]
    [TestCase("int M(int n = Lower.Tool.{|KRN2301:Size|}) => n;")]
    [TestCase("class E : {|KRN2301:Base|};")]
    [TestCase("class E : Lower.{|KRN2301:Base|};")]
    [TestCase("int M({|KRN2301:Base|} b) => b.{|KRN2301:Field|} + b.{|KRN2301:Property|};")]
    [TestCase("{|KRN2301:Box<int>|}? M() => null;")]
    [TestCase("System.Type M() => typeof({|KRN2301:Base|});")]
    [TestCase("[{|KRN2301:Mark|}] void M() { }")]
    [TestCase("object M() => Kind.{|KRN2301:One|};")]
    [TestCase("int M({|KRN2301:Pair|} p) => p.{|KRN2301:First|};")]
    public Task UseOfALayerThatIsNotAllowedIsReported(string member) => Verify(member, "Other");

    [TestCase("class E : Base { int M(Pair p) { Tool.Run(); return p.First; } }")]
    [TestCase("/// <summary><see cref=\"Other\"/></summary>\nint M() => nameof(Lower).Length;")]
    public Task UseOfALayerThatIsAllowedIsQuiet(string member) => Verify(member, "Lower");

    [TestCase("int M(Pair p) => p.First + Pair.Zero.First;")]
    [TestCase("int M(Pair p) { {|KRN2301:Run|}(); return p.First; }")]
    public Task StructsOfALayerAllowsOnlyItsStructs(string member) => Verify(member, "structs of Lower");

    [Test]
    public Task FilesWithoutALayerAreExempt() =>
        Verify("class E : Base { int M(Pair p) { Tool.Run(); return p.First; } }", uses: null);

    [Test]
    public async Task LayerWithoutFilesIsReported()
    {
        var test = Test("int M() => 3;", "Lower, Lowre");
        test.ExpectedDiagnostics.Add(new DiagnosticResult(LayerDescriptors.Unknown).WithNoLocation().WithArguments("Upper", "Lowre"));
        await test.RunAsync();
    }

    private static Task Verify(string member, string? uses) => Test(member, uses).RunAsync();

    private static Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<LayerAnalyzer,
        DefaultVerifier> Test(string member, string? uses)
    {
        var test = AnalyzerVerifier<LayerAnalyzer>.Test("");
        test.TestState.Sources.Clear();
        test.TestState.Sources.Add(("/0/Lower/Lower.cs", Lower));
        test.TestState.Sources.Add(("/0/Other/Other.cs", "class Other;"));
        test.TestState.Sources.Add(("/0/Upper/Upper.cs", $"using Lower;\nusing static Lower.Tool;\nclass Upper\n{{\n{member}\n}}"));
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", $$"""
            root = true

            [Lower/**.cs]
            kernel_layer = Lower

            [Other/**.cs]
            kernel_layer = Other

            [Upper/**.cs]
            {{(uses is null ? "" : $"kernel_layer = Upper\nkernel_layer_uses = {uses}")}}
            """));
        return test;
    }
}
