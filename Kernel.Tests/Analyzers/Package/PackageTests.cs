// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Package;

/// <summary>
/// Packs what was built, restores the package from a local folder and nothing else into fresh projects, and reads what their builds
/// report. No network is used: the projects need no other package.
/// </summary>
[NonParallelizable]
public partial class PackageTests
{
    /// <summary>The configuration that the tests were built in, which is the one to pack.</summary>
    private static readonly string Configuration =
        typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private DirectoryInfo _folder = null!;

    [OneTimeSetUp]
    public void Pack()
    {
        _folder = Directory.CreateTempSubdirectory("kernel-package-");
        var (exitCode, output) = Dotnet.Run(
            SourceTree.Root.FullName,
            "pack", Path.Combine("Kernel.Analyzers", "Kernel.Analyzers.csproj"), "--no-build", "-c", Configuration, "-o", _folder.FullName);
        Assert.That(exitCode, Is.Zero, output);

        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="local" value="." /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);

        // Nothing above the temporary folder takes part, and no server outlives the test.
        Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <UseSharedCompilation>false</UseSharedCompilation>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [Test]
    public void PackageHoldsTheAttributesTheAnalyzersAndTheirConfiguration()
    {
        using var package = ZipFile.OpenRead(_folder.GetFiles("Kernel.Analyzers.*.nupkg").Single().FullName);
        var entries = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.That(entries, Is.SupersetOf(new[]
        {
            "README.md",
            "lib/netstandard2.0/Kernel.Annotations.dll",
            "lib/netstandard2.0/Kernel.Annotations.xml",
            "lib/net10.0/Kernel.Annotations.dll",
            "lib/net10.0/Kernel.Annotations.xml",
            "tools/net10.0/kernel-summarizer.dll",
            "analyzers/dotnet/cs/Kernel.Analyzers.dll",
            "analyzers/dotnet/cs/Kernel.CodeFixes.dll",
            "buildTransitive/Kernel.Analyzers.props",
            "buildTransitive/Kernel.Analyzers.targets",
            "buildTransitive/Kernel.Summarizer.targets",
            "buildTransitive/globalconfigs/soft-start.globalconfig",
            "buildTransitive/globalconfigs/strict.globalconfig",
        }));
        Assert.That(
            entries.Where(entry => entry.StartsWith("lib/", StringComparison.Ordinal)), Has.Exactly(4).Items,
                "the analyzers are no library");

        using var nuspec = new StreamReader(package.GetEntry("Kernel.Analyzers.nuspec")!.Open());
        string text = nuspec.ReadToEnd();
        Assert.That(text, Does.Contain("<license type=\"expression\">MIT</license>"));
        Assert.That(text, Does.Not.Contain("developmentDependency").And.Not.Contain("<dependency "));
    }

    [Test]
    public void ConsumerAndItsConsumerAreJudgedAndSeeTheAttributes()
    {
        Write("First/First.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="Kernel.Analyzers" Version="*" /></ItemGroup>
            </Project>
            """);
        Write("First/Code.cs", """
            public static class First
            {
                [Kernel.RealMode]
                public static void Clean() { }

                [Kernel.RealMode]
                public static object Faulty() => new object();
            }
            """);
        Write("Second/Second.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><ProjectReference Include="../First/First.csproj" /></ItemGroup>
            </Project>
            """);
        Write("Second/Code.cs", """
            public static class Second
            {
                [Kernel.RealMode]
                public static void Faulty()
                {
                    First.Clean();
                    Thread.Sleep(1);
                }
            }
            """);

        var (exitCode, output) = Build("Second");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(Reported(output), Is.EquivalentTo(new[] { "First warning KRN1101 line 7", "Second warning KRN1001 line 7" }), output);
    }

    [Test]
    public void CompiledCodeOfTheConsumerIsJudgedByItsSummary()
    {
        Write("Library/Library.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="Kernel.Analyzers" Version="*" /></ItemGroup>
            </Project>
            """);
        Write("Library/Code.cs", """
            public interface IStep { int Next(int i); }

            public static class Library
            {
                public static int Clean(int i) => Math.Abs(i) + 1;
                public static void Waits() => Deeper();
                public static int Invoke(Func<int, int> f) => f(1);
                public static int Run<T>(T step) where T : IStep => step.Next(1);
                private static void Deeper() => Thread.Sleep(1);
            }
            """);
        Write("User/User.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>
            </Project>
            """);
        Write("User/Code.cs", """
            struct Good : IStep { public int Next(int i) => i + 1; }
            struct Bad : IStep { public int Next(int i) { Thread.Sleep(i); return i; } }

            public static class User
            {
                [Kernel.RealMode]
                public static int Faulty()
                {
                    int sum = Library.Clean(3) + Library.Invoke(static i => i + 1) + Library.Run(new Good());
                    Library.Waits();
                    sum += Library.Invoke(static i => new int[i].Length);
                    return sum + Library.Run(new Bad());
                }
            }
            """);

        var (exitCode, output) = Build("User");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(Reported(output),
            Is.EquivalentTo(new[] { "User warning KRN1001 line 10", "User warning KRN1101 line 11", "User warning KRN1001 line 12" }),
            output);
        Assert.That(output, Does.Contain("User.Faulty → Thread.Sleep"), "the chain ends where the summary's does");
    }

    [Test]
    public void ConsumerWithAnAttributeOfItsOwnIsJudged()
    {
        Write("Own/Own.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="Kernel.Analyzers" Version="*" ExcludeAssets="compile" /></ItemGroup>
            </Project>
            """);
        Write("Own/Code.cs", """
            namespace Kernel
            {
                internal sealed class RealModeAttribute : Attribute;
            }

            public static class Own
            {
                [Kernel.RealMode]
                public static void Faulty() => Thread.Sleep(1);
            }
            """);

        var (exitCode, output) = Build("Own");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(Reported(output), Is.EquivalentTo(new[] { "Own warning KRN1001 line 9" }), output);
    }

    [TestCase("soft", "note", 0)]
    [TestCase("strict", "error", 1)]
    public void KernelRulesPropertySetsTheSeverityOfAllRules(string rules, string level, int exitCode)
    {
        WriteConfigured(rules);

        var (actual, output) = Build(rules);
        Assert.That(actual, Is.EqualTo(exitCode), output);

        // Suggestions are not printed, but logged.
        string log = File.ReadAllText(Path.Combine(_folder.FullName, rules, "log.sarif"));
        var results = JsonDocument.Parse(log).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("ruleId").GetString()!.StartsWith("KRN", StringComparison.Ordinal))
            .Select(result => result.GetProperty("ruleId").GetString() + " " + result.GetProperty("level").GetString());
        Assert.That(results, Is.EqualTo(new[] { "KRN1001 " + level }), log);
    }

    [Test]
    public void UnknownValueOfKernelRulesIsAnError()
    {
        WriteConfigured("lax");

        var (exitCode, output) = Build("lax");
        Assert.That(exitCode, Is.Not.Zero, output);
        Assert.That(output, Does.Contain("KernelRules is 'lax'"));
    }

    private void WriteConfigured(string rules)
    {
        Write($"{rules}/{rules}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <KernelRules>{rules}</KernelRules>
                <ErrorLog>log.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Kernel.Analyzers" Version="*" /></ItemGroup>
            </Project>
            """);
        Write($"{rules}/Code.cs", "public static class Code { [Kernel.RealMode] public static void Faulty() => Thread.Sleep(1); }");
    }

    private (int ExitCode, string Output) Build(string project) =>
        Dotnet.Run(_folder.FullName, "build", project, "-nodeReuse:false", "-clp:NoSummary");

    private void Write(string path, string text)
    {
        string full = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>All diagnostics in the output of a build, from these analyzers or others.</summary>
    private static IEnumerable<string> Reported(string output) => Diagnostic().Matches(output)
        .Select(match => match.Groups)
        .Select(groups => $"{groups["project"].Value} {groups["severity"].Value} {groups["id"].Value} line {groups["line"].Value}")
        .Distinct();

    [GeneratedRegex(@"(\((?<line>\d+),\d+\)| ): (?<severity>warning|error) (?<id>[A-Z]+\d+): .*[\\/](?<project>\w+)\.csproj\]")]
    private static partial Regex Diagnostic();
}
