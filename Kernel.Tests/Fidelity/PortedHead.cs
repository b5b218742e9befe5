// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Tests.Fidelity;

/// <summary>The comment at the head of a ported file: licence, original, commit, holders of the copyright.</summary>
internal static partial class PortedHead
{
    // Originals that name no copyright holder, only the licence.
    private static readonly string[] WithoutHolder = ["include/linux/kvm_host.h"];

    /// <summary>The errors in the head of a file, each as a sentence.</summary>
    /// <param name="source">The file, from the root of the repository.</param>
    /// <param name="lines">The comment lines at its beginning.</param>
    /// <param name="commit">The commit that it must name.</param>
    internal static IEnumerable<string> ComplaintsAbout(string source, IReadOnlyList<string> lines, string commit)
    {
        if (lines is not ["// SPDX-License-Identifier: GPL-2.0-only", ..])
            yield return $"{source} does not begin with its licence.";
        Match citation = lines.Select(line => Citation().Match(line)).FirstOrDefault(match => match.Success) ?? Match.Empty;
        if (!citation.Success)
        {
            yield return $"{source}: the head has no line 'Ported from <file>, Linux commit <commit>'.";
            yield break;
        }
        string cFile = citation.Groups["file"].Value;
        if ("Kernel/" + Path.ChangeExtension(cFile, ".cs") != source)
            yield return $"{source} is said to be ported from {cFile}, but has another path.";
        if (citation.Groups["commit"].Value != commit)
            yield return $"{source} names the commit {citation.Groups["commit"].Value}; expected {commit}.";
        if (!WithoutHolder.Contains(cFile) && !lines.Any(line => Holder().IsMatch(line)))
            yield return $"{source}: the head names no holder of the original's copyright.";
    }

    /// <summary>The C file that a head names, or null if it names none.</summary>
    internal static string? OriginalOf(IEnumerable<string> lines) =>
        lines.Select(line => Citation().Match(line)).FirstOrDefault(match => match.Success)?.Groups["file"].Value;

    [GeneratedRegex("^// Ported from (?<file>\\S+), Linux commit (?<commit>\\S+)$")]
    private static partial Regex Citation();

    [GeneratedRegex("^// Copyright (\\(C\\) )?\\S+")]
    private static partial Regex Holder();
}
