// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Tests.Repository;

/// <summary>Where a text names the commit of the original, and whether it may.</summary>
internal static partial class OriginalCommitReferences
{
    private const int Short = 12;

    // The only files that may spell it out, besides the heads of the ported files; why.
    private static readonly Dictionary<string, string> WholeHash = new(StringComparer.Ordinal)
    {
        ["Directory.Build.props"] = "the constant itself",
        ["README.md"] = "a link to the commit needs all of it",
        ["PORTING.md"] = "says which commit, and where the constant is",
    };

    /// <summary>The files that may spell the hash out.</summary>
    internal static IReadOnlyCollection<string> Known => WholeHash.Keys;

    // Says in its own words from which text it was taken.
    private static bool IsData(string path) => Path.GetExtension(path) is ".json" or ".jsonl";

    /// <summary>What is wrong with the places at which a file names the commit.</summary>
    /// <param name="path">The file, from the root of the repository.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="commit">The constant.</param>
    internal static IEnumerable<string> ComplaintsAbout(string path, string text, string commit)
    {
        foreach (string line in text.Split('\n'))
        {
            foreach (string named in Hash().Matches(line).Select(match => match.Value))
            {
                if (!named.StartsWith(commit[..7], StringComparison.Ordinal))
                    continue;
                if (IsData(path) ? !commit.StartsWith(named, StringComparison.Ordinal) : named != commit && named != commit[..Short])
                    yield return $"{path}: {named} is neither the commit nor its first {Short} digits.";
                else if (named == commit && !IsData(path) && !WholeHash.ContainsKey(path) && !IsHead(path, line, commit))
                    yield return $"{path}: spells the commit out; Directory.Build.props has it, here its first {Short} digits are enough.";
            }
        }
    }

    // The line with which the port of a file begins.
    private static bool IsHead(string path, string line, string commit) =>
        Ported().Match(path) is { Success: true } port
        && line.StartsWith($"// Ported from {port.Groups["file"].Value}.", StringComparison.Ordinal) && line.EndsWith($", Linux commit {commit}", StringComparison.Ordinal);

    [GeneratedRegex("(?<![0-9a-zA-Z_])[0-9a-f]{7,40}(?![0-9a-zA-Z_])")]
    private static partial Regex Hash();

    [GeneratedRegex("^Kernel/(?<file>(arch|include|virt)/.*)\\.cs$")]
    private static partial Regex Ported();
}
