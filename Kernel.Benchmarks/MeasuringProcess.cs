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
/// One run of all methods by BenchmarkDotNet, in a process of its own: <see cref="Start"/> starts it, <see cref="Measure"/> runs in it and
/// prints one line for each method.
/// </summary>
internal static class MeasuringProcess
{
    private const string Mark = "measured";
    private const int IterationMilliseconds = 2;

    /// <summary>Starts this program again and collects its measurements.</summary>
    internal static List<Measurement> Start(RunOptions options, string? library)
    {
        // `dotnet` takes the program as its first argument; the executable of the program does not.
        string executable = Environment.ProcessPath!;
        var arguments = new List<string>();
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
            arguments.Add(typeof(MeasuringProcess).Assembly.Location);
        string iterations = options.Iterations.ToString(CultureInfo.InvariantCulture);
        arguments.AddRange([RunOptions.MeasureOption, library ?? "", RunOptions.IterationsOption, iterations]);
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
                    Enum.Parse<Operation>(operation), Enum.Parse<Implementation>(implementation), bool.Parse(hot),
                    double.Parse(nanoseconds, CultureInfo.InvariantCulture)));
            }
            else
            {
                Console.WriteLine(line);
            }
        }
        process.WaitForExit();
        return process.ExitCode == 0
            ? measurements
            : throw new InvalidOperationException($"A measuring process ended with exit code {process.ExitCode}.");
    }

    /// <summary>Measures all methods once, in this process.</summary>
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
            string operation = method[..^side.ToString().Length];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark} {operation} {side} {hot} {nanoseconds:r}"));
        }
    }

    // In this process: the default toolchain generates and builds a project for each run. It would build the port again, and the methods
    // could not share one table. The measuring processes take its place.
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
