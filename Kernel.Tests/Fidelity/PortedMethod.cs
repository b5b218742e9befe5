// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Fidelity;

/// <summary>A method of the port zone with a <c>[PortOf]</c> attribute.</summary>
/// <param name="SourceFile">Its file, from the root of the repository.</param>
/// <param name="SourceLine">The line of its name in that file.</param>
/// <param name="Name">Its name.</param>
/// <param name="CitedFile">The C file that it cites.</param>
/// <param name="CitedLine">The line that it cites.</param>
/// <param name="CitedVersion">The Linux version of the cited line, or null for the original commit.</param>
/// <param name="Calls">The distinct calls in its body.</param>
/// <param name="Identifiers">Every name in its body.</param>
internal sealed record PortedMethod(
    string SourceFile, int SourceLine, string Name, string CitedFile, int CitedLine, string? CitedVersion,
    IReadOnlyList<PortedCall> Calls, IReadOnlySet<string> Identifiers)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({SourceFile}:{SourceLine})";
}

/// <summary>A call in a ported method.</summary>
/// <param name="Name">The name of the callee.</param>
/// <param name="IsPortZone">Whether the callee is in the port zone, headers included.</param>
internal readonly record struct PortedCall(string Name, bool IsPortZone);
