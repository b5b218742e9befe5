// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kernel.Machine.Translation;

namespace Kernel.Benchmarks;

/// <summary>
/// Translations per second: out of the TLB, with a working set that is larger than the TLB, and without TLB; in real and in virtual mode.
/// With and without are measured in turn, pass by pass, and of each the fastest pass counts.
/// </summary>
internal static class TranslationMeasurement
{
    private const int FewPages = 256;               // all of them have a place in the TLB
    private const int ManyPages = 1 << 14;          // 16 for each place
    private const int WarmUpPasses = 100;
    private const int CompilationDelay = 200;       // milliseconds; the runtime compiles anew after 100 without new methods
    private const int WarmUps = 4;
    private const int Passes = 400;

    /// <summary>Measures, checks that every real address was right, and gives the table.</summary>
    /// <exception cref="InvalidOperationException">A translation was wrong.</exception>
    internal static string Run()
    {
        var text = new StringBuilder();
        text.AppendLine("| Mode | Pages | TLB places | With TLB, million/s | Without, million/s | With / without |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (TranslationMode mode in Enum.GetValues<TranslationMode>())
        {
            foreach (int pages in new[] { FewPages, ManyPages })
            {
                using var guest = new TranslatedGuest(mode, pages);
                WarmUp(guest);
                (double with, double without) = Measure(guest);
                string name = mode == TranslationMode.RealMode ? "VRMA, 16 MB pages" : "SLB and table, 4 KB pages";
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"| {name} | {pages} | {Tlb.Slots} | {with:f1} | {without:f1} | {with / without:f2} |");
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
                Pass(guest, withTlb: true);
                Pass(guest, withTlb: false);
            }
            Thread.Sleep(CompilationDelay);
        }
    }

    private static (double With, double Without) Measure(TranslatedGuest guest)
    {
        TimeSpan with = TimeSpan.MaxValue, without = TimeSpan.MaxValue;
        for (int pass = 0; pass < Passes; pass++)
        {
            with = Min(with, Pass(guest, withTlb: true));
            without = Min(without, Pass(guest, withTlb: false));
        }
        return (MillionsPerSecond(with), MillionsPerSecond(without));
    }

    private static TimeSpan Pass(TranslatedGuest guest, bool withTlb)
    {
        long start = Stopwatch.GetTimestamp();
        ulong sum = guest.Run(withTlb);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return sum == guest.ExpectedSum ? elapsed : throw new InvalidOperationException("A translation gave a wrong real address.");
    }

    private static TimeSpan Min(TimeSpan first, TimeSpan second) => first < second ? first : second;

    private static double MillionsPerSecond(TimeSpan elapsed) => TranslatedGuest.Addresses / elapsed.TotalSeconds / 1e6;
}
