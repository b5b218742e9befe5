// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Basic.Reference.Assemblies;
using Kernel.Analyzers.RealMode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers;

/// <summary>
/// A corpus of lines judged by hand: how many of the faulty ones are found, and how many of the harmless ones are reported.
/// </summary>
[TestFixture]
public sealed partial class CorpusTests
{
    private const int FewestLines = 150;
    private const double LowestRecall = 0.95;
    private const double HighestFalseRate = 0.02;

    private sealed record Verdict(string File, int Line, string Text, string? Expected, IReadOnlyList<string> Reported)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{File}:{Line + 1}: {Text.Trim()} [{(Reported.Count == 0 ? "silent" : string.Join(", ", Reported))}]");
    }

    [Test]
    public async Task LinesAreReportedAsJudgedByHand()
    {
        IReadOnlyList<Verdict> verdicts = await Judge();
        Verdict[] faulty = [.. verdicts.Where(verdict => verdict.Expected is not null)];
        Verdict[] harmless = [.. verdicts.Where(verdict => verdict.Expected is null)];
        Verdict[] missed = [.. faulty.Where(verdict => verdict.Reported.Count == 0)];
        Verdict[] alarms = [.. harmless.Where(verdict => verdict.Reported.Count != 0)];
        double recall = 1 - (double)missed.Length / faulty.Length;
        double falseRate = (double)alarms.Length / harmless.Length;

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{verdicts.Count} lines: recall {recall:p1} of {faulty.Length}, false reports {falseRate:p1} of {harmless.Length}"));
        foreach (Verdict verdict in missed)
            TestContext.Out.WriteLine($"missed {verdict}");
        foreach (Verdict verdict in alarms)
            TestContext.Out.WriteLine($"false  {verdict}");
        Assert.Multiple(() =>
        {
            Assert.That(verdicts, Has.Count.AtLeast(FewestLines));
            Assert.That(missed.Where(verdict => verdict.Expected == "blocks"), Is.Empty, "every line that blocks is found");
            Assert.That(recall, Is.AtLeast(LowestRecall));
            Assert.That(falseRate, Is.AtMost(HighestFalseRate));
        });
    }

    private static async Task<IReadOnlyList<Verdict>> Judge()
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp14, preprocessorSymbols: []);
        SyntaxTree prelude = CSharpSyntaxTree.ParseText(RealModeVerifier.Prelude, options, "prelude");
        var verdicts = new List<Verdict>();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "corpus"),
            "*.cs.txt").Order(StringComparer.Ordinal))
        {
            string text = await File.ReadAllTextAsync(file);
            SyntaxTree tree = CSharpSyntaxTree.ParseText(text, options, file);
            CSharpCompilation compilation = CSharpCompilation.Create(
                "corpus", [prelude, tree], Net100.References.All,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                    nullableContextOptions: NullableContextOptions.Enable));
            Assert.That(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty, file);
            ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new RealModeAnalyzer()]).GetAnalyzerDiagnosticsAsync();
            ILookup<int, string> byLine = found.ToLookup(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line,
                diagnostic => diagnostic.Id);
            string[] lines = text.Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                if (Mark.Match(lines[i]) is { Success: true } mark)
                    verdicts.Add(new Verdict(Path.GetFileName(file), i, lines[i][..mark.Index],
                        mark.Groups["kind"] is { Success: true } kind ? kind.Value : null, [.. byLine[i].Distinct()]));
                else
                    Assert.That(byLine[i], Is.Empty, $"{file}:{i + 1} is not judged");
            }
        }

        return verdicts;
    }

    [GeneratedRegex(@"//(! (?<kind>blocks|allocates|throws|unknown|first-use)|-)\s*$")]
    private static partial Regex Mark { get; }
}
