// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A slot that is deleted although it never existed.</summary>
internal sealed class E72MissingSlot : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E72";

    /// <inheritdoc/>
    public override string Setting =>
        "User space deletes slot 3, which never existed.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        run.See("deleting slot 3, which does not exist", guest.Machine.TrySetMemoryRegion(3, 0, 0, 0), "Success", "EINVAL");
    }
}
