// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Properties;

/// <summary>One hypercall of a sequence, or one use of a translation by the processor.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Vcpu">Who does it.</param>
/// <param name="Alias">0 to 3, added to the number: real mode ignores its two low bits.</param>
/// <param name="Arguments">r4 and up.</param>
public sealed record GuestStep(StepKind Kind, int Vcpu, ulong Alias, IReadOnlyList<ulong> Arguments)
{
    /// <summary>The entries that it names; some may lie outside the table.</summary>
    public IEnumerable<ulong> Indices => Kind switch
    {
        StepKind.BulkRemove => Arguments.Where((_, number) => number % 2 == 0).Select(specifier => specifier & 0x00ff_ffff_ffff_ffff),
        StepKind.Use => Arguments.Take(1),
        _ => Arguments.Skip(1).Take(1),
    };

    /// <inheritdoc/>
    public override string ToString() =>
        $"vcpu {Vcpu}: {Kind}{(Alias == 0 ? "" : $"+{Alias}")}({string.Join(", ", Arguments.Select(argument => $"0x{argument:x}"))})";
}
