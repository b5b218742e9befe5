// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kernel.Benchmarks;

/// <summary>
/// Translations per second: out of the TLB, with a working set that is larger than the TLB, and without TLB; in real and in virtual mode.
/// All three are measured in turn, pass by pass, and of each the fastest pass counts.
/// </summary>
internal static class TranslationMeasurement
{
    private const int FewPages = 256;               // all of them have a place in the TLB
    private const int ManyPages = 1 << 14;          // 16 for each of the TLB's 1024 places
    private const int WarmUpPasses = 100;
    private const int CompilationDelay = 200;       // milliseconds; the runtime compiles anew after 100 without new methods
    private const int WarmUps = 4;
    private const int Passes = 400;

    private static readonly TlbUse[] Uses = [TlbUse.TakenForEach, TlbUse.NotTaken, TlbUse.None];

    /// <summary>Measures, checks that every real address was right, and gives the table.</summary>
    /// <exception cref="InvalidOperationException">A translation was wrong.</exception>
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
        return sum == guest.ExpectedSum ? elapsed : throw new InvalidOperationException("A translation gave a wrong real address.");
    }

    private static TimeSpan Min(TimeSpan first, TimeSpan second) => first < second ? first : second;

    private static double MillionsPerSecond(TimeSpan elapsed) => TranslatedGuest.Addresses / elapsed.TotalSeconds / 1e6;
}
