// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Fidelity;

/// <summary>A member of the port zone that is allowed to use a <see cref="ForbiddenConstruct"/>.</summary>
/// <param name="File">Its file, from the root of the repository.</param>
/// <param name="Member">The name of the member.</param>
/// <param name="Construct">The name of the construct.</param>
/// <param name="Why">The reason.</param>
internal sealed record AllowedConstruct(string File, string Member, string Construct, string Why)
{
    /// <summary>All exceptions.</summary>
    internal static IReadOnlyList<AllowedConstruct> All { get; } =
    [
        new(
            "Kernel/include/port/realmode.cs", "call_in_real_mode", "try",
            "an oops inside must not leave the thread marked as being in real mode"),
        new("Kernel/include/port/realmode.cs", "watch", "try", "an oops inside must not be replaced by a complaint of the scope"),
        new("Kernel/include/port/realmode.cs", "watch", "throw", "the oops is passed on"),
    ];
}
