// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The hardware threads of a virtual core.</summary>
internal sealed class E55CountedThreads : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E55";

    /// <inheritdoc/>
    public override string Setting =>
        "The vcpus of a virtual core get its hardware threads in the order in which they became runnable, and move up when one "
        + "leaves. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "Vcpus of a core share all that the threads of a core share, and no instruction of a POWER7 guest tells it which thread "
        + "it is on.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
