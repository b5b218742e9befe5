// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;
using Kernel.Benchmarks;

const int wrongUsage = 2;

if (args.Contains("--help"))
{
    Console.WriteLine(RunOptions.Help);
    return 0;
}

RunOptions options;
try
{
    options = RunOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return wrongUsage;
}

if (IsDebugBuild())
{
    Console.Error.WriteLine("This is a Debug build, whose checks distort the results; run it with -c Release.");
    return wrongUsage;
}

if (options.Library is not null)
{
    MeasuringProcess.Measure(options);
    return 0;
}

if (options.Translations)
{
    PrintRuntime();
    Console.WriteLine();
    Console.Write(TranslationMeasurement.Run());
    return 0;
}

CompilerOutcome baseline = BaselineCompiler.Compile();
PrintRuntime();
Console.WriteLine(baseline.Library is null ? $"Baseline  left out: {baseline.Explanation}" : $"Baseline  {baseline.Explanation}");
if (baseline.Library is not null)
{
    using var machine = new MeasuredMachine(baseline.Library);
    Equivalence.Check(machine);
    Console.WriteLine($"Checked   {Equivalence.Calls} random calls: same results, registers, table and reverse map on both sides");
}

var launches = new List<List<Measurement>>();
for (int i = 1; i <= options.Launches; i++)
{
    Console.WriteLine($"Measuring {i} of {options.Launches}");
    launches.Add(MeasuringProcess.Start(options, baseline.Library));
}

Console.WriteLine();
Console.Write(new ResultTable(launches));
if (baseline.Library is not null)
{
    Console.WriteLine();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"Ratio: port / C, the median over {options.Launches} measuring processes; the goal is at most {ResultTable.MaxRatio}."));
}
return 0;

static void PrintRuntime()
{
    string runtime = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}";
    Console.WriteLine($"Runtime   {runtime}, {Environment.ProcessorCount} processors");
}

static bool IsDebugBuild()
{
#if DEBUG
    return true;
#else
    return false;
#endif
}
