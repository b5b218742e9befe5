// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>The answers to a hypercall.</summary>
internal static class Outcome
{
    public const long Success = 0;
    public const long Parameter = -4;
    public const long PtegFull = -6;
    public const long NotFound = -7;
    public const long Resource = -16;
    public const long TooHard = 9999;

    public static HypercallOutcome UserSpace => new(0, HypercallPath.UserSpace);

    public static HypercallOutcome GuestSystemCall => new(0, HypercallPath.GuestSystemCall);

    public static HypercallOutcome InRealMode(long result) => new(result, HypercallPath.RealMode);

    public static HypercallOutcome InVirtualMode(long result) => new(result, HypercallPath.VirtualMode);
}
