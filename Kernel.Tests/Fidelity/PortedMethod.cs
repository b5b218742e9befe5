// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Fidelity;

/// <summary>One method of the port zone that says which function of the original it ports.</summary>
/// <param name="SourceFile">Its file, from the root of the repository.</param>
/// <param name="SourceLine">The line of its name there.</param>
/// <param name="Name">Its name.</param>
/// <param name="CitedFile">The C file that it names.</param>
/// <param name="CitedLine">The line that it names.</param>
/// <param name="CitedVersion">The Linux version whose line that is, or null for the commit of the port.</param>
/// <param name="Calls">What it calls, each once.</param>
/// <param name="Identifiers">Every name in its body.</param>
internal sealed record PortedMethod(
    string SourceFile, int SourceLine, string Name, string CitedFile, int CitedLine, string? CitedVersion,
    IReadOnlyList<PortedCall> Calls, IReadOnlySet<string> Identifiers)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({SourceFile}:{SourceLine})";
}

/// <summary>One call in a ported method.</summary>
/// <param name="Name">What is called.</param>
/// <param name="IsPortZone">Whether that stands in the port zone, headers included.</param>
internal readonly record struct PortedCall(string Name, bool IsPortZone);
