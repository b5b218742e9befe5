// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Text.RegularExpressions;
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NUnit.Framework;

namespace Kernel.Tests.Examples;

/// <summary>The C# blocks of docs/guest-programs.md form a program, whose output is the page's text block.</summary>
[TestFixture]
[NonParallelizable]
public sealed partial class GuestProgramsPageTests
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks;";

    [Test]
    public void TheProgramOfTheGuestProgramsPagePrintsTheOutputOfThePage()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "docs", "guest-programs.md")).ReplaceLineEndings("\n");
        string program = string.Concat(
            Block().Matches(page).Where(block => block.Groups["language"].Value == "csharp").Select(block => block.Groups["text"].Value));
        string expected = Block().Matches(page).Single(block => block.Groups["language"].Value == "text").Groups["text"].Value;

        Assert.That(OutputOf(Compile(program)), Is.EqualTo(expected));
    }

    private static MethodInfo Compile(string program)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "GuestProgramsPage",
            [CSharpSyntaxTree.ParseText(program), CSharpSyntaxTree.ParseText(ImplicitUsings)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream assembly = new();
        EmitResult result = compilation.Emit(assembly);
        Assert.That(result.Success, Is.True, string.Join('\n', result.Diagnostics));
        return Assembly.Load(assembly.ToArray()).EntryPoint!;
    }

    private static string OutputOf(MethodInfo main)
    {
        TextWriter before = Console.Out;
        using StringWriter output = new() { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(before);
        }
        return output.ToString();
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
