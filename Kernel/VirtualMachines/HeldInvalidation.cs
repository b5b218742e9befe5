// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.VirtualMachines;

/// <summary>
/// A delayed tlbie or tlbiel: the hypercall that issues it stops right before the translation goes, and meanwhile other processors may
/// still use the old translation. Dispose it to let the hypercall continue.
/// </summary>
public sealed class HeldInvalidation : IDisposable
{
    private bool _isReleased;

    internal HeldInvalidation() => TlbInvalidationBrake.Hold();

    /// <summary>Whether a hypercall has arrived at the invalidation and is stopped there.</summary>
    public bool IsReached => !_isReleased && TlbInvalidationBrake.IsHolding;

    /// <summary>Lets the hypercall continue.</summary>
    public void Dispose()
    {
        if (_isReleased)
            return;
        _isReleased = true;
        TlbInvalidationBrake.Release();
    }
}
