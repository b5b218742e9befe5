// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Effects;
using Kernel.Summarizer.Metadata;

var framework = new Option<DirectoryInfo?>("--framework") { Description = "the folder of a shared framework; all its assemblies are summarized" };
var assembly = new Option<FileInfo?>("--assembly") { Description = "an assembly of your own; the .NET libraries are known already" };
var references = new Option<FileInfo[]>("--reference") { Description = "summaries (*.effects) of assemblies that it refers to", AllowMultipleArgumentsPerToken = true };
var output = new Option<FileInfo>("--out") { Description = "the file to write: binary for a framework, text for an assembly" };
var id = new Argument<string>("id") { Description = "a documentation id, as in M:System.Math.Abs(System.Int32)" };
var table = new Argument<FileInfo>("file") { Description = "a file of summaries" };
var explain = new Command("explain", "Prints what a file says about a method.") { table, id };
explain.SetAction(result => Explain(result.GetValue(table)!, result.GetValue(id)!));
var command = new RootCommand("""
    Works out from their IL what compiled methods do: block, allocate, run static constructors, or what nobody can know.

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
    SummaryTable? table = file.Extension == ".effects" ? SummaryTable.Parse(File.ReadAllText(file.FullName)) : SummaryTable.Read(stream);
    if (table?.Find(id) is not { } summary)
    {
        Console.WriteLine("not known");
        return 1;
    }

    Console.WriteLine($"{summary.Flags}{(summary.Witness is null ? "" : ", by " + summary.Witness)}");
    foreach (SummaryCondition condition in summary.Conditions)
        Console.WriteLine($"  if it does so: {(condition.IsMethodVariable ? "``" : "`")}{condition.Variable} {condition.Member ?? "boxed"}");
    foreach (int parameter in summary.InvokedParameters)
        Console.WriteLine($"  calls parameter {parameter}");
    return 0;
}

static void Summarize(DirectoryInfo? folder, FileInfo? file, FileInfo[] references, FileInfo output)
{
    var clock = Stopwatch.StartNew();
    List<SummaryTable> known = [.. references.Select(reference =>
        SummaryTable.Parse(File.ReadAllText(reference.FullName)) ?? throw new InvalidDataException($"{reference}: no summaries, or of another version"))];
    if (file is not null && Framework() is { } table)
        known.Add(table);
    IEnumerable<string> paths = file is null ? folder!.GetFiles("*.dll").Select(dll => dll.FullName).Order(StringComparer.Ordinal) : [file.FullName];
    using var assemblies = new AssemblySet(paths, known);
    EffectSolver.Solve(assemblies);
    Dictionary<string, LibrarySummary> summaries = VisibleSummaries.Of(assemblies);
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
    int Share(SummaryFlags flag) => summaries.Values.Count(summary => (summary.Flags & flag) != 0);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{source}: {summaries.Count:N0} methods, {Share(SummaryFlags.Blocks):N0} block, {Share(SummaryFlags.Allocates):N0} allocate, {Share(SummaryFlags.Unknown):N0} unknown, {summaries.Values.Count(summary => (summary.Flags & ~SummaryFlags.Open) == 0):N0} clean ({summaries.Values.Count(summary => (summary.Flags & ~SummaryFlags.Open) == 0 && summary.Conditions.Count > 0):N0} of them on conditions); {output.Length / 1024:N0} KiB, {clock.Elapsed.TotalSeconds:f1} s"));
}

static SummaryTable? Framework()
{
    using Stream? stream = typeof(EffectSolver).Assembly.GetManifestResourceStream("net10.0.summaries");
    return stream is null ? null : SummaryTable.Read(stream);
}
