// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Port;

/// <summary>Which function of the original a ported one says that it follows.</summary>
/// <param name="File">Its file, from the root of the Linux tree.</param>
/// <param name="Line">The line of its declaration.</param>
/// <param name="Version">The version of Linux whose line that is, or null for the port's commit.</param>
internal sealed record Citation(string File, int Line, string? Version)
{
    /// <summary>Whether the cited text is assembly.</summary>
    public bool IsAssembly => File.EndsWith(".S", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Version is null ? $"{File}:{Line}" : $"{File}:{Line} ({Version})";
}
