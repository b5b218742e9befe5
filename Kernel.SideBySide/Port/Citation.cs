// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Port;

/// <summary>Where the original of a ported function is, as its <c>[PortOf]</c> says.</summary>
/// <param name="File">Its file, from the root of the Linux tree.</param>
/// <param name="Line">The line of its declaration.</param>
/// <param name="Version">The version of Linux that file and line refer to, or null for the commit that the port follows.</param>
internal sealed record Citation(string File, int Line, string? Version)
{
    /// <summary>Whether the cited text is assembly.</summary>
    public bool IsAssembly => File.EndsWith(".S", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Version is null ? $"{File}:{Line}" : $"{File}:{Line} ({Version})";
}
