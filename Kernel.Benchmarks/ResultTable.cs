// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kernel.Benchmarks;

/// <summary>
/// The results of all processes: for each operation, the median of the best iterations of the processes, and the median of the ratios that
/// each process found between two methods measured one after the other.
/// </summary>
internal sealed class ResultTable(IReadOnlyList<IReadOnlyList<Measurement>> launches)
{
    /// <summary>The ratio of port to C that should not be exceeded.</summary>
    internal const double MaxRatio = 1.05;

    private static readonly (Operation Operation, string Name)[] Rows =
    [
        (Operation.EnterRemove, "H_ENTER + H_REMOVE"),
        (Operation.Read, "H_READ"),
        (Operation.Protect, "H_PROTECT"),
    ];

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| Operation | Where | C, ns | Port, ns | Ratio | Ratio, lowest to highest | Public face, ns |");
        text.AppendLine("|---|---|---:|---:|---:|---:|---:|");
        foreach ((Operation operation, string name) in Rows)
        {
            foreach (bool hot in new[] { true, false })
            {
                double[] ratios = [.. launches.Select(launch => Ratio(launch, operation, hot)).Order()];
                string[] cells =
                [
                    name,
                    hot ? "64 groups" : "whole table",
                    Time(operation, Implementation.Baseline, hot),
                    Time(operation, Implementation.Port, hot),
                    Format(Median(ratios)),
                    Range(ratios),
                    Time(operation, Implementation.PublicFace, hot),
                ];
                text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |");
            }
        }
        return text.ToString();
    }

    private static double Ratio(IReadOnlyList<Measurement> launch, Operation operation, bool hot) =>
        Find(launch, operation, Implementation.Port, hot) / Find(launch, operation, Implementation.Baseline, hot);

    private static double Find(IReadOnlyList<Measurement> launch, Operation operation, Implementation implementation, bool hot) =>
        launch.FirstOrDefault(m => m.Operation == operation && m.Implementation == implementation && m.Hot == hot)?.Nanoseconds
            ?? double.NaN;

    private static double Median(double[] sorted) =>
        sorted.Length % 2 != 0 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;

    private static string Range(double[] sorted) =>
        double.IsNaN(sorted[0]) ? Format(double.NaN) : $"{Format(sorted[0])} to {Format(sorted[^1])}";

    private static string Format(double value) => double.IsNaN(value) ? "–" : value.ToString("f2", CultureInfo.InvariantCulture);

    private string Time(Operation operation, Implementation implementation, bool hot) =>
        Format(Median([.. launches.Select(launch => Find(launch, operation, implementation, hot)).Order()]));
}
