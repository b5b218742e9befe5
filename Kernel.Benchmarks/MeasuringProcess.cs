// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using Perfolizer.Horology;

namespace Kernel.Benchmarks;

/// <summary>
/// One run of all methods by BenchmarkDotNet, in a process of its own: started with <see cref="Start"/>, carried out there by
/// <see cref="Measure"/>, with one line of standard output for each method.
/// </summary>
internal static class MeasuringProcess
{
    private const string Mark = "measured";
    private const int IterationMilliseconds = 2;

    /// <summary>Starts this program once more and collects what it measures.</summary>
    internal static List<Measurement> Start(RunOptions options, string? library)
    {
        // The host `dotnet` takes the program as its first argument, the program's own executable does not.
        string executable = Environment.ProcessPath!;
        var arguments = new List<string>();
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
            arguments.Add(typeof(MeasuringProcess).Assembly.Location);
        arguments.AddRange([RunOptions.MeasureOption, library ?? "", RunOptions.IterationsOption, options.Iterations.ToString(CultureInfo.InvariantCulture)]);
        if (options.Verbose)
            arguments.Add(RunOptions.VerboseOption);

        using Process process = Process.Start(new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true })!;
        var measurements = new List<Measurement>();
        while (process.StandardOutput.ReadLine() is string line)
        {
            string[] words = line.Split(' ');
            if (words is [Mark, string operation, string implementation, string hot, string nanoseconds])
            {
                measurements.Add(new Measurement(
                    Enum.Parse<Operation>(operation), Enum.Parse<Implementation>(implementation), bool.Parse(hot), double.Parse(nanoseconds, CultureInfo.InvariantCulture)));
            }
            else
            {
                Console.WriteLine(line);
            }
        }
        process.WaitForExit();
        return process.ExitCode == 0 ? measurements : throw new InvalidOperationException($"A measuring process ended with exit code {process.ExitCode}.");
    }

    /// <summary>Measures everything once.</summary>
    internal static void Measure(RunOptions options)
    {
        string? library = options.Library!.Length == 0 ? null : options.Library;
        using var machine = new MeasuredMachine(library);
        HypercallBenchmarks.Machine = machine;
        new HypercallBenchmarks { Hot = true }.WarmUp();
        Summary summary = BenchmarkRunner.Run<HypercallBenchmarks>(Configure(options, withBaseline: library is not null));
        foreach (BenchmarkReport report in summary.Reports)
        {
            string method = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
            Implementation side = Enum.GetValues<Implementation>().Single(i => method.EndsWith(i.ToString(), StringComparison.Ordinal));
            double nanoseconds = report.ResultStatistics?.Min ?? throw new InvalidOperationException($"{method} was not measured.");
            object hot = report.BenchmarkCase.Parameters[nameof(HypercallBenchmarks.Hot)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark} {method[..^side.ToString().Length]} {side} {hot} {nanoseconds:r}"));
        }
    }

    // In the same process: the toolchain that generates, restores and builds a project for each run would build the port again, beside
    // whoever builds it at the moment, and could not share one table between the methods. Processes of our own take its place.
    private static ManualConfig Configure(RunOptions options, bool withBaseline)
    {
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds))
            .WithWarmupCount(4)
            .WithIterationCount(options.Iterations)
            .WithGcForce(false);
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddValidator(JitOptimizationsValidator.FailOnError)
            .AddLogger(options.Verbose ? ConsoleLogger.Default : NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"))
            .WithOptions(ConfigOptions.DisableLogFile);
        return withBaseline ? config : config.AddFilter(new SimpleFilter(benchmark => !benchmark.Descriptor.Baseline));
    }
}
