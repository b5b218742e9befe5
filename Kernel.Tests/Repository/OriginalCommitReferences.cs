// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Tests.Repository;

/// <summary>Finds and checks mentions of the original commit in a text.</summary>
internal static partial class OriginalCommitReferences
{
    private const int Short = 12;

    // The files that may have the whole hash, besides the heads of the ported files, with the reason.
    private static readonly Dictionary<string, string> WholeHash = new(StringComparer.Ordinal)
    {
        ["Directory.Build.props"] = "the constant itself",
        ["README.md"] = "a link to the commit needs all of it",
        ["PORTING.md"] = "names the commit and the constant",
    };

    /// <summary>The files that may have the whole hash, besides the heads of the ported files.</summary>
    internal static IReadOnlyCollection<string> Known => WholeHash.Keys;

    // Data may name the commit by any number of digits.
    private static bool IsData(string path) => Path.GetExtension(path) is ".json" or ".jsonl";

    /// <summary>The errors in a file's mentions of the commit, each as a sentence.</summary>
    /// <param name="path">The file, from the root of the repository.</param>
    /// <param name="text">The text of the file.</param>
    /// <param name="commit">The whole hash.</param>
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
                    yield return $"{path}: has the whole hash; use its first {Short} digits.";
            }
        }
    }

    // The line in the head of a ported file that names its original.
    private static bool IsHead(string path, string line, string commit) =>
        Ported().Match(path) is { Success: true } port
        && line.StartsWith($"// Ported from {port.Groups["file"].Value}.", StringComparison.Ordinal)
        && line.EndsWith($", Linux commit {commit}", StringComparison.Ordinal);

    [GeneratedRegex("(?<![0-9a-zA-Z_])[0-9a-f]{7,40}(?![0-9a-zA-Z_])")]
    private static partial Regex Hash();

    [GeneratedRegex("^Kernel/(?<file>(arch|include|virt)/.*)\\.cs$")]
    private static partial Regex Ported();
}
