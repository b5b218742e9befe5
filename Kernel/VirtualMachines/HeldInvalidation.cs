// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.VirtualMachines;

/// <summary>
/// A delayed tlbie or tlbiel: the hypercall that issues it stops right before the translation goes, and meanwhile other processors may
/// still use the old translation. Dispose it to let the hypercall continue.
/// </summary>
public sealed class HeldInvalidation : IDisposable
{
    private readonly KvmSystem _system;
    private bool _isReleased;

    internal HeldInvalidation(KvmSystem system)
    {
        _system = system;
        TlbInvalidationBrake.Hold();
    }

    /// <summary>Whether a hypercall has arrived at the invalidation and is stopped there.</summary>
    public bool IsReached => !_isReleased && !_system.IsDisposed && TlbInvalidationBrake.IsHolding;

    /// <summary>Lets the hypercall continue. A system that is switched off has let it continue already.</summary>
    public void Dispose()
    {
        if (_isReleased)
            return;
        _isReleased = true;
        if (!_system.IsDisposed)
            TlbInvalidationBrake.Release();
    }
}
