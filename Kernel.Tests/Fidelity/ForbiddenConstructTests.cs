// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>The port zone uses no <see cref="ForbiddenConstruct"/>, apart from the listed exceptions.</summary>
[TestFixture]
public sealed class ForbiddenConstructTests
{
    // Constructs with a counterpart in C, none of which may be reported.
    private const string AsInC =
        """
        struct S { internal int a; internal S* next; }
        static int M(S* s, ulong flags)
        {
            int i, n = 0;
            int* p = stackalloc int[4];
            S t = new S();
            ReadOnlySpan<byte> table = [1, 2];

            for (i = 0; i < 4; ++i, ++p) {
                switch (*p) {
                case 0:
                    goto again;
                default:
                    n += *p ^ 1;
                    break;
                }
            }
        again:
            while ((flags & 1) != 0 && s != null && i-- != 0)
                s = s->next;
            do {
                n = unchecked(n + (s == null ? table[0] : t.a));
            } while (n > 5);
            return M(s, $"{n:x}" == "1" ? 0ul : ~flags);
        }
        """;

    private static IEnumerable<ForbiddenConstruct> Constructs => ForbiddenConstruct.All;

    private static IEnumerable<TestCaseData> Samples =>
        Constructs.Select(construct => new TestCaseData(construct).SetArgDisplayNames(construct.Name));

    [TestCaseSource(nameof(Samples))]
    public void ThePortZoneDoesNotUseTheConstruct(ForbiddenConstruct construct)
    {
        IEnumerable<string> complaints = PlacesOf(construct)
            .Where(place => !AllowedConstruct.All.Any(allowed => Allows(allowed, construct, place)))
            .Select(place => $"{PortZone.PlaceOf(place)}: {MemberOf(place)} has a {construct.Name}: {place.ToString().Split('\n')[0]}");
        Assert.That(complaints, Is.Empty);
    }

    [TestCaseSource(nameof(Samples))]
    public void TheSearchFindsTheConstructInItsSample(ForbiddenConstruct construct) =>
        Assert.That(PlacesIn(construct, construct.Sample), Is.Not.Empty);

    [TestCaseSource(nameof(Samples))]
    public void TheSearchReportsNoConstructOfC(ForbiddenConstruct construct) =>
        Assert.That(PlacesIn(construct, AsInC).Select(node => node.ToString()), Is.Empty);

    [Test]
    public void TheSearchFindsEveryPartOfASample() => Assert.Multiple(() =>
    {
        Assert.That(PlacesIn(Named("new array")), Has.Count.EqualTo(2));
        Assert.That(PlacesIn(Named("lock or using")), Has.Count.EqualTo(3));
        Assert.That(PlacesIn(Named("pattern")), Has.Count.EqualTo(3));
        Assert.That(PlacesIn(Named("null operator")), Has.Count.EqualTo(2));
        Assert.That(PlacesIn(Named("class with objects")), Has.Count.EqualTo(4));
        Assert.That(PlacesIn(Named("tuple")), Has.Count.EqualTo(2));
        Assert.That(PlacesIn(Named("async")), Has.Count.EqualTo(2));
    });

    [Test]
    public void EveryAllowedConstructExists() => Assert.That(
        AllowedConstruct.All.Where(
            allowed => !PlacesOf(Named(allowed.Construct)).Any(place => Allows(allowed, Named(allowed.Construct), place))),
        Is.Empty);

    [Test]
    public void EveryAllowedConstructHasAReasonAndIsOutsideThePortedFiles() => Assert.Multiple(() =>
    {
        Assert.That(AllowedConstruct.All.Select(allowed => allowed.Why), Has.All.Length.GreaterThan(12));
        Assert.That(AllowedConstruct.All.Select(allowed => (allowed.File, allowed.Member, allowed.Construct)), Is.Unique);
        Assert.That(
            AllowedConstruct.All.Where(allowed => allowed.File.StartsWith("Kernel/arch/powerpc/kvm/", StringComparison.Ordinal)), Is.Empty,
            "exceptions in files with a C original");
    });

    private static ForbiddenConstruct Named(string name) => Constructs.Single(construct => construct.Name == name);

    private static bool Allows(AllowedConstruct allowed, ForbiddenConstruct construct, SyntaxNode place) =>
        allowed.Construct == construct.Name && allowed.File == place.SyntaxTree.FilePath && allowed.Member == MemberOf(place);

    private static string MemberOf(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        { } member => member.ToString().Split('\n')[0],
        null => "",
    };

    private static IEnumerable<SyntaxNode> PlacesOf(ForbiddenConstruct construct) =>
        PortZone.Trees.SelectMany(tree => construct.In(tree, PortZone.Compilation.GetSemanticModel(tree)));

    private static List<SyntaxNode> PlacesIn(ForbiddenConstruct construct) => PlacesIn(construct, construct.Sample);

    private static List<SyntaxNode> PlacesIn(ForbiddenConstruct construct, string members)
    {
        SyntaxTree usings = PortZone.Compilation.SyntaxTrees.Single(source => source.FilePath == "implicit usings");
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            $"static unsafe class Sample {{ {members} }}", usings.Options as CSharpParseOptions, "sample.cs");
        CSharpCompilation compilation = PortZone.Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(usings, tree);
        return [.. construct.In(tree, compilation.GetSemanticModel(tree))];
    }
}
