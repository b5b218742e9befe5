// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Kernel.Analyzers.RealMode;
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis.Diagnostics;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Package;

public partial class GlobalconfigTests
{
    /// <summary>The rules of all analyzers in the assembly.</summary>
    private static IEnumerable<string> Rules => typeof(RealModeAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
        .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
        .Select(rule => rule.Id)
        .Distinct()
        .Order(StringComparer.Ordinal);

    [TestCase("soft-start.globalconfig", "suggestion")]
    [TestCase("strict.globalconfig", "error")]
    public void EveryRuleIsSetOnceAndNothingElse(string file, string severity)
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root.FullName, "Kernel.Analyzers", "Globalconfigs", file));
        var expected = Rules.Select(id => $"dotnet_diagnostic.{id}.severity = {severity}");
        Assert.That(lines.Where(line => Entry().IsMatch(line)),
            Is.EqualTo(new[] { "is_global = true", "global_level = -1" }.Concat(expected)));
    }

    [GeneratedRegex("^[^#].*=")]
    private static partial Regex Entry();
}
