// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Properties;

/// <summary>One step of a sequence: a hypercall, or the use of a translation by the processor.</summary>
/// <param name="Kind">The kind of step.</param>
/// <param name="Vcpu">The index of the vcpu.</param>
/// <param name="Arguments">The arguments, from r4 on.</param>
public sealed record GuestStep(StepKind Kind, int Vcpu, IReadOnlyList<ulong> Arguments)
{
    /// <summary>The indices of the entries that the step names; some may be outside the table.</summary>
    public IEnumerable<ulong> Indices => Kind switch
    {
        StepKind.BulkRemove => Arguments.Where((_, number) => number % 2 == 0).Select(specifier => specifier & 0x00ff_ffff_ffff_ffff),
        StepKind.Use => Arguments.Take(1),
        _ => Arguments.Skip(1).Take(1),
    };

    /// <inheritdoc/>
    public override string ToString() =>
        $"vcpu {Vcpu}: {Kind}({string.Join(", ", Arguments.Select(argument => $"0x{argument:x}"))})";
}
