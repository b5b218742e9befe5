// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Effects;
using Kernel.Summarizer.Metadata;

var framework = new Option<DirectoryInfo?>("--framework")
{
    Description = "the folder of a shared framework; all its assemblies are summarized",
};
var assembly = new Option<FileInfo?>("--assembly")
{
    Description = "an assembly of your own; summaries of the .NET libraries are built in",
};
var references = new Option<FileInfo[]>("--reference")
{
    Description = "summaries (*.effects) of assemblies that it refers to",
    AllowMultipleArgumentsPerToken = true,
};
var output = new Option<FileInfo>("--out") { Description = "the file to write: binary for a framework, text for an assembly" };
var id = new Argument<string>("id") { Description = "a documentation id, as in M:System.Math.Abs(System.Int32)" };
var table = new Argument<FileInfo>("file") { Description = "a file of summaries" };
var explain = new Command("explain", "Prints what a file says about a method.") { table, id };
explain.SetAction(result => Explain(result.GetValue(table)!, result.GetValue(id)!));
var command = new RootCommand("""
    Works out from IL what compiled methods do: whether they block, allocate or run static constructors, or whether that is unknown.

    Examples:
      kernel-summarizer --framework /usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0 --out net10.0.summaries
      kernel-summarizer --assembly bin/Parser.dll --reference bin/Text.effects --out bin/Parser.effects
    """) { framework, assembly, references, output, explain };
command.SetAction(result =>
{
    DirectoryInfo? folder = result.GetValue(framework);
    FileInfo? file = result.GetValue(assembly);
    if (result.GetValue(output) is not { } target)
        return Misuse("expected --out FILE");
    if (folder is null == file is null)
        return Misuse("expected either --framework or --assembly");
    if (folder is { Exists: false } || file is { Exists: false })
        return Misuse($"{(FileSystemInfo?)folder ?? file}: there is no such file or folder");

    try
    {
        Summarize(folder, file, result.GetValue(references) ?? [], target);
        return 0;
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or BadImageFormatException)
    {
        return Misuse(e.Message);
    }
});
return command.Parse(args).Invoke() is 0 and var done ? done : 2;

static int Misuse(string message)
{
    Console.Error.WriteLine("kernel-summarizer: " + message);
    return 2;
}

static int Explain(FileInfo file, string id)
{
    if (!file.Exists)
        return Misuse($"{file}: there is no such file");
    using FileStream stream = file.OpenRead();
    SummaryTable? table = file.Extension == ".effects"
        ? SummaryTable.Parse(File.ReadAllText(file.FullName))
        : SummaryTable.Read(stream);
    if (table?.Find(id) is not { } summary)
    {
        Console.WriteLine("not known");
        return 1;
    }

    Console.WriteLine($"{summary.Flags}{(summary.Witness is null ? "" : ", by " + summary.Witness)}");
    foreach (SummaryCondition condition in summary.Conditions)
    {
        string variable = (condition.IsMethodVariable ? "``" : "`") + condition.Variable;
        Console.WriteLine($"  depends on {variable}: {condition.Member ?? "boxed"}");
    }

    foreach (int parameter in summary.InvokedParameters)
        Console.WriteLine($"  calls parameter {parameter}");
    return 0;
}

static void Summarize(DirectoryInfo? folder, FileInfo? file, FileInfo[] references, FileInfo output)
{
    var clock = Stopwatch.StartNew();
    List<SummaryTable> known = [.. references.Select(ReadReference)];
    if (file is not null && Framework() is { } table)
        known.Add(table);
    IEnumerable<string> paths = file is null
        ? folder!.GetFiles("*.dll").Select(dll => dll.FullName).Order(StringComparer.Ordinal)
        : [file.FullName];
    using var assemblies = new AssemblySet(paths, known);
    Dictionary<string, LibrarySummary> summaries = VisibleSummaries.Of(assemblies, EffectSolver.Solve(assemblies));
    string source = file?.Name ?? $"{folder!.Name} {RuntimeInformation.RuntimeIdentifier}";
    if (file is not null)
    {
        File.WriteAllText(output.FullName, SummaryTable.Format(source, summaries));
    }
    else
    {
        using FileStream stream = output.Create();
        SummaryTable.Write(stream, source, summaries);
    }

    output.Refresh();
    Console.WriteLine(Describe(source, summaries.Values, output.Length / 1024, clock.Elapsed));
}

static SummaryTable ReadReference(FileInfo file) =>
    SummaryTable.Parse(File.ReadAllText(file.FullName)) ??
    throw new InvalidDataException($"{file}: no summaries, or of another version");

static SummaryTable? Framework()
{
    using Stream? stream = typeof(EffectSolver).Assembly.GetManifestResourceStream("net10.0.summaries");
    return stream is null ? null : SummaryTable.Read(stream);
}

static string Describe(string source, IReadOnlyCollection<LibrarySummary> summaries, long kibibytes, TimeSpan elapsed)
{
    int Count(SummaryFlags flag) => summaries.Count(summary => (summary.Flags & flag) != 0);
    List<LibrarySummary> clean = [.. summaries.Where(summary => (summary.Flags & ~SummaryFlags.Open) == 0)];
    int conditional = clean.Count(summary => summary.Conditions.Count > 0);
    return string.Create(
        CultureInfo.InvariantCulture,
        $"{source}: {summaries.Count:N0} methods, {Count(SummaryFlags.Blocks):N0} block, {Count(SummaryFlags.Allocates):N0} allocate, ") +
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(SummaryFlags.Unknown):N0} unknown, {clean.Count:N0} clean ({conditional:N0} of them on conditions); ") +
        string.Create(CultureInfo.InvariantCulture, $"{kibibytes:N0} KiB, {elapsed.TotalSeconds:f1} s");
}
