// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Alignment;

/// <summary>The whole port zone beside the original.</summary>
internal sealed class Comparison
{
    private Comparison(ILinuxTree? tree, IReadOnlyList<FileComparison> files)
    {
        Tree = tree?.Description;
        Files = files;
    }

    /// <summary>What the original was read from, or null if no tree was given.</summary>
    public string? Tree { get; }

    /// <summary>The files of the port zone, in the order of their paths.</summary>
    public IReadOnlyList<FileComparison> Files { get; }

    /// <summary>All functions that cite one of the original.</summary>
    public IEnumerable<FunctionComparison> Functions => Files.SelectMany(file => file.Functions);

    /// <summary>The functions whose original is not the text that was ported.</summary>
    public IEnumerable<FunctionComparison> Mismatches => MismatchesOf(Functions);

    /// <summary>The functions that have statements, on either side, without a counterpart and without a reason.</summary>
    public IEnumerable<FunctionComparison> Unmarked => UnmarkedOf(Functions);

    /// <summary>Compares all files.</summary>
    /// <param name="tree">The original; null compares the port with the inventory only.</param>
    /// <param name="onFile">Called with the path of each file after it was compared.</param>
    public static Comparison Of(ILinuxTree? tree, Action<string>? onFile = null) => new(tree,
    [
        .. PortZone.Files.Select(file =>
        {
            FileComparison compared = FileComparison.Of(file, tree);
            onFile?.Invoke(file.Path);
            return compared;
        }),
    ]);

    /// <summary>Compares the functions of a name. There are several where the original has copies of a function in several files.</summary>
    /// <param name="tree">The original, or null.</param>
    /// <param name="name">The function's name.</param>
    public static IEnumerable<FunctionComparison> OfFunction(ILinuxTree? tree, string name) =>
        PortZone.Files.Where(file => file.Functions.Any(function => function.Name == name && function.Citation is not null))
            .SelectMany(file => FileComparison.Of(file, tree).Functions)
            .Where(function => function.Port.Name == name);

    /// <summary>
    /// Selects the functions whose original differs from the text that was ported, or is missing. One that cites another version of Linux
    /// may be missing: the citation does not refer to the tree at hand.
    /// </summary>
    public static IEnumerable<FunctionComparison> MismatchesOf(IEnumerable<FunctionComparison> functions) => functions.Where(function =>
        function.State == OriginalState.Differs || (function.State == OriginalState.Missing && function.Port.Citation!.Version is null));

    /// <summary>
    /// Selects the functions with unmarked statements. Those whose original at hand is not the text that was ported do not count: what they
    /// lack may be newer.
    /// </summary>
    public static IEnumerable<FunctionComparison> UnmarkedOf(IEnumerable<FunctionComparison> functions) =>
        functions.Where(function => function.IsCitedText && function.Unmarked > 0);
}
