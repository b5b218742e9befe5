// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using System.Globalization;

namespace Kernel.Scenarios;

/// <summary>A guest that first touches a 16 MB page at an address inside it.</summary>
internal sealed class E03TailPage : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E03";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest with 64 MB in slot 0, none of which is pinned. The guest enters the 64 KB page at 0x1010000, then the one at "
        + "0x2000000, which is a multiple of 16 MB.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();

        run.See(
            "H_ENTER of 64 KB at 0x1010000, entry 8", guest.Vcpu.Enter64K(8, 0x1010000).InWords(),
            "H_PARAMETER, by the host", "H_SUCCESS, by the host");
        string reason = $"page at {(guest.User + 0x1010000).ToString("x", CultureInfo.InvariantCulture)} isn't 16MB (o=0)";
        run.See(
            "the kernel logged that this is not a 16 MB page", guest.System.Log.Entries.Any(entry => entry.Message == reason), "yes", "no");
        run.See("H_ENTER of 64 KB at 0x2000000, entry 9", guest.Vcpu.Enter64K(9, 0x2000000).InWords(), "H_SUCCESS, by the host");
        run.See("pinned pages", guest.PinnedPages, "1", "2");
    }
}
