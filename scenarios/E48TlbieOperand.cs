// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The operand of the instruction that invalidates a translation.</summary>
internal sealed class E48TlbieOperand : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E48";

    /// <inheritdoc/>
    public override string Setting =>
        "When an entry changes, tlbie tells all processors which translation to forget. For a 64 KB page some bits of the address in "
        + "its operand are wrong; and a PPC970 looks for the size of the page in the instruction, where nobody has put it. There is "
        + "nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "A simulated TLB looks neither at these bits of the address nor at the instruction; it takes the size of the page from the "
        + "operand. POWER7 does without the bits, too, as a comment in a later text has it.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
