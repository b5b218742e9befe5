// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide;

/// <summary>The whole port zone beside the original.</summary>
internal sealed class Comparison
{
    private Comparison(ILinuxTree? tree, IReadOnlyList<FileComparison> files)
    {
        Tree = tree?.Description;
        Files = files;
    }

    /// <summary>Where the original was read, or null if it is not at hand.</summary>
    public string? Tree { get; }

    /// <summary>The files of the port zone, in the order of their paths.</summary>
    public IReadOnlyList<FileComparison> Files { get; }

    /// <summary>All functions that cite one of the original.</summary>
    public IEnumerable<FunctionComparison> Functions => Files.SelectMany(file => file.Functions);

    /// <summary>Those whose original is not what was ported.</summary>
    public IEnumerable<FunctionComparison> Mismatches => MismatchesOf(Functions);

    /// <summary>Compares all files.</summary>
    /// <param name="tree">Where Linux is; null shows the port and its citations alone.</param>
    /// <param name="onFile">Told of each file when it is done.</param>
    public static Comparison Of(ILinuxTree? tree, Action<string>? onFile = null) => new(tree,
    [
        .. PortZone.Files.Select(file =>
        {
            FileComparison compared = FileComparison.Of(file, tree);
            onFile?.Invoke(file.Path);
            return compared;
        }),
    ]);

    /// <summary>Compares the functions of a name; several where the original has copies.</summary>
    public static IEnumerable<FunctionComparison> OfFunction(ILinuxTree? tree, string name) =>
        PortZone.Files.Where(file => file.Functions.Any(function => function.Name == name && function.Citation is not null))
            .SelectMany(file => FileComparison.Of(file, tree).Functions)
            .Where(function => function.Port.Name == name);

    /// <summary>
    /// Of some functions, those whose original is not what was ported, or is not where the citation says. A citation of another version
    /// says nothing of the tree at hand.
    /// </summary>
    public static IEnumerable<FunctionComparison> MismatchesOf(IEnumerable<FunctionComparison> functions) => functions.Where(
        function => function.State == OriginalState.Differs || (function.State == OriginalState.Missing && function.Port.Citation!.Version is null));
}
