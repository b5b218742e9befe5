// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel;

/// <summary>Says which function of the original a method ports. Tests compare it with an inventory of the original.</summary>
/// <param name="file">The C file, from the root of the Linux tree.</param>
/// <param name="line">The line of its declaration there.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PortOfAttribute(string file, int line) : Attribute
{
    /// <summary>The C file.</summary>
    public string File { get; } = file;

    /// <summary>The line of the declaration.</summary>
    public int Line { get; } = line;

    /// <summary>The Linux version whose line is cited, where the file at the port's commit was not at hand; otherwise null.</summary>
    public string? Version { get; init; }
}
