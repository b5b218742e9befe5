// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Launches">How many processes measure, one after the other.</param>
/// <param name="Iterations">Measured iterations of each method in each process.</param>
/// <param name="Verbose">Whether BenchmarkDotNet's own log is shown.</param>
/// <param name="Translations">Whether address translation is measured instead of hypercalls.</param>
/// <param name="Library">In a measuring process: the baseline's library, empty for none; null in the process that the user starts.</param>
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

          translations      measures address translation instead, with TLB and without: less than a minute, takes no options
          --quick           3 processes, 30 iterations: less than a minute, for a first look
          --launches N      how many processes measure, one after the other (default 8)
          --iterations N    measured iterations of each method in each process (default 100)
          --verbose         shows BenchmarkDotNet's own log and summaries
          --help            this text

        Examples:
          dotnet run -c Release --project Kernel.Benchmarks
          dotnet run -c Release --project Kernel.Benchmarks -- --quick
          dotnet run -c Release --project Kernel.Benchmarks -- --launches 20 --iterations 50
          dotnet run -c Release --project Kernel.Benchmarks -- translations

        The C is built with the system's `cc -O2`; without one, only the port is measured. docs/performance.md says how to read the table.
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown or lacks its value; the message says which.</exception>
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
                _ => throw new FormatException($"'{arguments[i]}' is no option; --help lists them."),
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
