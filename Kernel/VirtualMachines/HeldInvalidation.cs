// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.VirtualMachines;

/// <summary>
/// A tlbie or tlbiel that takes its time: the hypercall that issues it stops right before the translation goes, and meanwhile the other
/// processors go on by the old one. Dispose it to let the hypercall go on.
/// </summary>
public sealed class HeldInvalidation : IDisposable
{
    private bool _released;

    internal HeldInvalidation() => TlbInvalidationBrake.Hold();

    /// <summary>Whether a hypercall has come to it and stands there.</summary>
    public bool IsReached => !_released && TlbInvalidationBrake.IsHolding;

    /// <summary>Lets the hypercall go on.</summary>
    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        TlbInvalidationBrake.Release();
    }
}
