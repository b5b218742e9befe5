// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Two vcpus of a core, whose threads tell each other by two words what they do.</summary>
internal sealed class E49LightBarrier : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E49";

    /// <inheritdoc/>
    public override string Setting => "Two vcpus of one core run at the same time, and leave the guest.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect shows only on a processor that loads a word before its own store to another is seen. The compare-and-exchange in front "
        + "of the barrier is a full barrier in .NET, with or without it.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run) => run.SeeTwoVcpusOfACoreStop();
}
