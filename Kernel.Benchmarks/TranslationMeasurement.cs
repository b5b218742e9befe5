// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kernel.Benchmarks;

/// <summary>
/// Translations per second, in real and in virtual mode, with a working set that fits into the TLB and one that does not. The uses of the
/// TLB are measured in turn, pass by pass; the fastest pass of each counts.
/// </summary>
internal static class TranslationMeasurement
{
    private const int FewPages = 256;               // fits into the TLB
    private const int ManyPages = 1 << 14;          // 16 for each of the 1024 entries of the TLB
    private const int WarmUpPasses = 100;
    private const int CompilationDelay = 200;       // milliseconds; the runtime recompiles after 100 without calls of new methods
    private const int WarmUps = 4;
    private const int Passes = 400;

    private static readonly TlbUse[] Uses = [TlbUse.TakenForEach, TlbUse.NotTaken, TlbUse.None];

    /// <summary>Measures, checks the real addresses, and returns the table as Markdown.</summary>
    /// <exception cref="InvalidOperationException">A real address was wrong.</exception>
    internal static string Run()
    {
        var text = new StringBuilder();
        text.AppendLine("| Mode | Pages | With TLB, million/s | TLB not taken, million/s | Without, million/s | With / without |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (TranslationMode mode in Enum.GetValues<TranslationMode>())
        {
            foreach (int pages in new[] { FewPages, ManyPages })
            {
                using var guest = new TranslatedGuest(mode, pages);
                WarmUp(guest);
                double[] rates = Measure(guest);
                string name = mode == TranslationMode.RealMode ? "VRMA, 16 MB pages" : "SLB and table, 4 KB pages";
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"| {name} | {pages} | {rates[0]:f1} | {rates[1]:f1} | {rates[2]:f1} | {rates[0] / rates[2]:f2} |");
            }
        }
        return text.ToString();
    }

    private static void WarmUp(TranslatedGuest guest)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            for (int pass = 0; pass < WarmUpPasses; pass++)
            {
                foreach (TlbUse use in Uses)
                    Pass(guest, use);
            }
            Thread.Sleep(CompilationDelay);
        }
    }

    private static double[] Measure(TranslatedGuest guest)
    {
        TimeSpan[] fastest = [.. Uses.Select(_ => TimeSpan.MaxValue)];
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = 0; i < fastest.Length; i++)
                fastest[i] = Min(fastest[i], Pass(guest, Uses[i]));
        }
        return [.. fastest.Select(MillionsPerSecond)];
    }

    private static TimeSpan Pass(TranslatedGuest guest, TlbUse use)
    {
        long start = Stopwatch.GetTimestamp();
        ulong sum = guest.Run(use);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return sum == guest.ExpectedSum ? elapsed : throw new InvalidOperationException("A translation returned a wrong real address.");
    }

    private static TimeSpan Min(TimeSpan first, TimeSpan second) => first < second ? first : second;

    private static double MillionsPerSecond(TimeSpan elapsed) => TranslatedGuest.AddressCount / elapsed.TotalSeconds / 1e6;
}
