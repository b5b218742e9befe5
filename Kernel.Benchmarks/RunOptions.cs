// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Benchmarks;

/// <summary>The options of the command line.</summary>
/// <param name="Launches">The number of measuring processes, which run one after the other.</param>
/// <param name="Iterations">The number of measured iterations of each method in each process.</param>
/// <param name="Verbose">Whether BenchmarkDotNet's own log is shown.</param>
/// <param name="Translations">Whether address translation is measured instead of hypercalls.</param>
/// <param name="Library">
/// In a measuring process, the path of the baseline's library, or empty without one; null in the process that the user starts.
/// </param>
internal sealed record RunOptions(int Launches, int Iterations, bool Verbose, bool Translations, string? Library)
{
    internal const string MeasureOption = "--measure";
    internal const string TranslationsCommand = "translations";
    internal const string VerboseOption = "--verbose";
    internal const string IterationsOption = "--iterations";

    internal const string Help = """
        Measures hypercalls of the port beside a C baseline.

        Usage: dotnet run -c Release --project Kernel.Benchmarks [-- OPTIONS]
               dotnet run -c Release --project Kernel.Benchmarks -- translations

          translations      measures address translation instead, with and without a TLB, in less than a minute; takes no options
          --quick           3 processes, 30 iterations, for a first look in less than a minute
          --launches N      number of measuring processes, one after the other (default 8)
          --iterations N    measured iterations of each method in each process (default 100)
          --verbose         shows the log and summaries of BenchmarkDotNet
          --help            prints this text

        Examples:
          dotnet run -c Release --project Kernel.Benchmarks
          dotnet run -c Release --project Kernel.Benchmarks -- --quick
          dotnet run -c Release --project Kernel.Benchmarks -- --launches 20 --iterations 50
          dotnet run -c Release --project Kernel.Benchmarks -- translations

        The C is built with the system's `cc -O2`; without one, only the port is measured. docs/performance.md explains the table.
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown, or its value is missing or wrong; the message names it.</exception>
    internal static RunOptions Parse(string[] arguments)
    {
        var result = new RunOptions(Launches: 8, Iterations: 100, Verbose: false, Translations: false, Library: null);
        if (arguments is [TranslationsCommand])
            return result with { Translations = true };
        for (int i = 0; i < arguments.Length; i++)
        {
            result = arguments[i] switch
            {
                "--quick" => result with { Launches = 3, Iterations = 30 },
                "--launches" => result with { Launches = Number(arguments, ++i) },
                IterationsOption => result with { Iterations = Number(arguments, ++i) },
                VerboseOption => result with { Verbose = true },
                MeasureOption => result with { Library = Value(arguments, ++i) },
                TranslationsCommand => throw new FormatException($"'{TranslationsCommand}' takes no options."),
                _ => throw new FormatException($"'{arguments[i]}' is not an option; --help lists the options."),
            };
        }
        return result;
    }

    private static string Value(string[] arguments, int index) =>
        index < arguments.Length ? arguments[index] : throw new FormatException($"{arguments[index - 1]} needs a value.");

    private static int Number(string[] arguments, int index) =>
        int.TryParse(Value(arguments, index), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{arguments[index - 1]} is '{arguments[index]}'; expected a positive number.");
}
