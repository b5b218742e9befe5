// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kernel.Tests.Documentation;

/// <summary>
/// Draws the number of pinned pages under both policies: on the left over the hypercalls of a recorded boot, on a logarithmic axis, and on
/// the right over the events of an example. The colours follow the reader's colour scheme.
/// </summary>
internal sealed class PinPlot
{
    private const int Width = 960, Height = 430;
    private const int Top = 76, Bottom = 316;
    private const int LeftOfBoot = 64, RightOfBoot = 470;
    private const int LeftOfEvents = 560, RightOfEvents = 930;
    private const double LastDecade = 5;

    private readonly StringBuilder _svg = new();

    private PinPlot()
    {
    }

    /// <summary>Draws the plot as SVG.</summary>
    /// <param name="boot">The counts of a recorded boot by the number of the hypercall; number 0 is the state before the first.</param>
    /// <param name="name">The name of the recording.</param>
    /// <param name="events">The counts of the example.</param>
    /// <returns>The SVG, with line feeds.</returns>
    internal static string Draw(IReadOnlyList<PinCount> boot, string name, IReadOnlyList<PinCount> events)
    {
        PinPlot plot = new();
        plot.Begin();
        plot.DrawBoot(boot, name);
        plot.DrawEvents(events);
        plot.Add("</svg>");
        return plot._svg.ToString();
    }

    private void Begin()
    {
        Add("<!-- SPDX-License-Identifier: GPL-2.0-only -->");
        Add(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" "
            + "role=\"img\" aria-labelledby=\"title desc\">");
        Add("<!-- Drawn by Kernel.Tests/Documentation/PinPlot.cs from docs/data/pins-*.csv. -->");
        Add("<title id=\"title\">Pages of 16 MB that are pinned, before and after the commit</title>");
        Add(
            "<desc id=\"desc\">Left, a recorded boot: before, all pages from registration on; after, one page a hypercall. "
            + "Right, an example that maps memory late.</desc>");
        Add("<style>");
        Add("  svg { font-family: system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; font-size: 13px }");
        Add("  .card { fill: #ffffff; stroke: #d0d7de } .axis { stroke: #57606a } .grid { stroke: #d8dee4 }");
        Add("  text { fill: #24292f } .title { font-size: 15px; font-weight: 600 } .soft { fill: #57606a }");
        Add(
            "  .before { stroke: #bc4c00; stroke-dasharray: 7 4 } .after { stroke: #0969da } "
            + ".before, .after { fill: none; stroke-width: 2.5 }");
        Add("  .before-text { fill: #bc4c00 } .after-text { fill: #0969da } .dot { fill: #0969da }");
        Add("  @media (prefers-color-scheme: dark) {");
        Add("    .card { fill: #0d1117; stroke: #30363d } .axis { stroke: #8b949e } .grid { stroke: #21262d }");
        Add("    text { fill: #e6edf3 } .soft { fill: #9198a1 }");
        Add(
            "    .before { stroke: #f0883e } .after { stroke: #58a6ff } "
            + ".before-text { fill: #f0883e } .after-text { fill: #58a6ff } .dot { fill: #58a6ff }");
        Add("  }");
        Add("</style>");
        Add($"<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"{Width - 1}\" height=\"{Height - 1}\" rx=\"8\"/>");
    }

    private void DrawBoot(IReadOnlyList<PinCount> boot, string name)
    {
        const int max = 140;
        int pages = boot[0].AtRegistration;
        Text(LeftOfBoot - 40, 30, "title", "start", $"A Linux guest boots ({name}, 2 GB in one slot)");
        Text(LeftOfBoot - 40, 50, "soft", "start", "pages of 16 MB pinned");
        Axes(LeftOfBoot, RightOfBoot, max, [0, 32, 64, 96, 128]);

        // 0 cannot be shown on a logarithmic axis; it is drawn at the left edge, before hypercall 1.
        for (int decade = 0; decade <= LastDecade; decade++)
        {
            double x = X(Math.Pow(10, decade));
            Add($"<line class=\"grid\" x1=\"{N(x)}\" y1=\"{Top}\" x2=\"{N(x)}\" y2=\"{Bottom}\"/>");
            Text(x, Bottom + 20, "soft", "middle", Math.Pow(10, decade).ToString("N0", CultureInfo.InvariantCulture));
        }
        Text((LeftOfBoot + RightOfBoot) / 2.0, Bottom + 42, "soft", "middle", "hypercalls made so far (logarithmic)");

        Add($"<path class=\"before\" d=\"M{LeftOfBoot} {N(Y(pages, max))} H{N(X(Number(boot[^1])))}\"/>");
        StringBuilder path = new($"M{LeftOfBoot} {N(Y(boot[0].WhenNeeded, max))}");
        foreach (PinCount count in boot.Skip(1))
            path.Append(CultureInfo.InvariantCulture, $" H{N(X(Number(count)))} V{N(Y(count.WhenNeeded, max))}");
        Add($"<path class=\"after\" d=\"{path}\"/>");

        int last = Number(boot.First(count => count.WhenNeeded == boot[^1].WhenNeeded));
        Text(LeftOfBoot + 14, Y(pages, max) - 9, "before-text", "start", $"before: all {pages} at registration");
        Text(X(last) + 16, Y(pages / 2.0, max), "after-text", "start", "after: one page");
        Text(X(last) + 16, Y(pages / 2.0, max) + 18, "after-text", "start", "a hypercall;");
        Text(
            X(last) + 16, Y(pages / 2.0, max) + 36, "after-text", "start",
            string.Create(CultureInfo.InvariantCulture, $"all by number {last}"));
    }

    private void DrawEvents(IReadOnlyList<PinCount> events)
    {
        const int max = 9;
        Text(LeftOfEvents - 40, 30, "title", "start", "Memory mapped late (kvmhv run late-mapping)");
        Text(LeftOfEvents - 40, 50, "soft", "start", "pages of 16 MB pinned");
        Axes(LeftOfEvents, RightOfEvents, max, [0, 2, 4, 6, 8]);

        double step = (RightOfEvents - LeftOfEvents) / (double)events.Count;
        StringBuilder before = new(), after = new();
        for (int i = 0; i < events.Count; i++)
        {
            double x = LeftOfEvents + (i + 0.5) * step;
            before.Append(Step(i, x, Y(events[i].AtRegistration, max)));
            after.Append(Step(i, x, Y(events[i].WhenNeeded, max)));
            Add($"<circle class=\"dot\" cx=\"{N(x)}\" cy=\"{N(Y(events[i].WhenNeeded, max))}\" r=\"4\"/>");
            Add(
                $"<text class=\"soft\" text-anchor=\"end\" transform=\"translate({N(x + 5)} {Bottom + 16}) rotate(-35)\">"
                + $"{events[i].When}</text>");
        }
        Add($"<path class=\"before\" d=\"{before.ToString().TrimEnd()}\"/>");
        Add($"<path class=\"after\" d=\"{after.ToString().TrimEnd()}\"/>");
        Text(
            RightOfEvents, Y(events[^1].AtRegistration, max) - 9, "before-text", "end",
            $"before: all {events[^1].AtRegistration}, if mapped by then");
        Text(RightOfEvents, Y(events[^1].WhenNeeded, max) + 48, "after-text", "end", $"after: {events[^1].WhenNeeded}");
    }

    // The path command that leads to event i.
    private static string Step(int i, double x, double y) => i == 0 ? $"M{N(x)} {N(y)} " : $"H{N(x)} V{N(y)} ";

    private void Axes(int left, int right, int max, int[] ticks)
    {
        foreach (int tick in ticks)
        {
            Add($"<line class=\"grid\" x1=\"{left}\" y1=\"{N(Y(tick, max))}\" x2=\"{right}\" y2=\"{N(Y(tick, max))}\"/>");
            Text(left - 8, Y(tick, max) + 4, "soft", "end", tick.ToString(CultureInfo.InvariantCulture));
        }
        Add($"<path class=\"axis\" fill=\"none\" d=\"M{left} {Top} V{Bottom} H{right}\"/>");
    }

    private void Text(double x, double y, string style, string anchor, string text) =>
        Add($"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{text}</text>");

    private static int Number(PinCount count) => int.Parse(count.When, CultureInfo.InvariantCulture);

    // Hypercall 1 is drawn slightly to the right of the left edge.
    private static double X(double hypercall) => LeftOfBoot + 14 + Math.Log10(hypercall) / LastDecade * (RightOfBoot - LeftOfBoot - 14);

    private static double Y(double pages, double max) => Bottom - pages / max * (Bottom - Top);

    private static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private void Add(string line) => _svg.Append(line).Append('\n');
}
