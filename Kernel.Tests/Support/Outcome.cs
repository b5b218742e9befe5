// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>Expected outcomes of a hypercall.</summary>
internal static class Outcome
{
    public static HypercallOutcome UserSpace => new(HypercallResult.Success, HypercallPath.UserSpace);

    public static HypercallOutcome GuestSystemCall => new(HypercallResult.Success, HypercallPath.GuestSystemCall);

    public static HypercallOutcome InRealMode(HypercallResult result) => new(result, HypercallPath.RealMode);

    public static HypercallOutcome InVirtualMode(HypercallResult result) => new(result, HypercallPath.VirtualMode);
}
