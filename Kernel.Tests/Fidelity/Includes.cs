// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Tests.Fidelity;

/// <summary>The <c>#include</c>s of the ported C files, and whether the usings of a port are in their order.</summary>
internal static partial class Includes
{
    /// <summary>The comment above the usings that the C file does not include.</summary>
    internal const string Mark = "// PORT: not among the includes of the C file";

    /// <summary>The headers that each C file includes, in order.</summary>
    internal static IReadOnlyDictionary<string, string[]> OfFiles { get; } = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "original", "includes.csv")).Skip(1).Select(line => line.Split(','))
        .ToDictionary(row => row[0], row => row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The errors in the usings of a file, each as a sentence.</summary>
    /// <param name="source">The file.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="includes">What its C file includes, in order.</param>
    internal static IEnumerable<string> ComplaintsAbout(string source, IReadOnlyList<string> lines, IEnumerable<string> includes)
    {
        List<string> names = [.. includes.Select(NameOf).Distinct()];
        List<string> included = [.. UsingsIn(lines.TakeWhile(line => line != Mark))];
        List<string> others = [.. UsingsIn(lines.SkipWhile(line => line != Mark))];
        foreach (string name in included.Except(names))
            yield return $"{source}: {name} is not among the includes of the C file; expected it below '{Mark}'.";
        foreach (string name in others.Intersect(names))
            yield return $"{source}: {name} is below '{Mark}', but the C file includes it.";
        if (!included.Intersect(names).SequenceEqual(names.Intersect(included)))
        {
            yield return $"{source}: the usings have the order {string.Join(", ", included)}; "
                + $"expected that of the includes, {string.Join(", ", names.Intersect(included))}.";
        }
    }

    private static string NameOf(string header) =>
        $"Linux.include.{header[..^".h".Length].Replace('/', '.').Replace('-', '_')}_h";

    private static IEnumerable<string> UsingsIn(IEnumerable<string> lines) =>
        lines.Select(line => Using().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^using (static )?(?<name>[\w.]+);$")]
    private static partial Regex Using();
}
