// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine;

namespace Kernel.VirtualMachines;

/// <summary>
/// A delayed tlbie or tlbiel: the hypercall that issues it stops right before the translation goes, and meanwhile other processors may
/// still use the old translation. Dispose it to let the hypercall continue. Disposing the system does so, too.
/// </summary>
public sealed class HeldInvalidation : IDisposable
{
    private readonly KvmSystem _system;
    private int _isReleased;

    // The caller uses the system, so that a hold cannot begin behind the release of all holds.
    internal HeldInvalidation(KvmSystem system)
    {
        _system = system;
        TlbInvalidationBrake.Hold();
    }

    /// <summary>Whether a hypercall has arrived at the invalidation and is stopped there.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed, or its system has.</exception>
    public bool IsReached
    {
        get
        {
            using Lifetime.Scope _ = _system.Lifetime.Use(this);
            ObjectDisposedException.ThrowIf(Atomics.Read(ref _isReleased) != 0, this);
            return TlbInvalidationBrake.IsHolding;
        }
    }

    /// <summary>Lets the hypercall continue. A system that is switched off has let it continue already.</summary>
    public void Dispose()
    {
        // While the system is in use, no other can be booted, whose hold this might release.
        if (!_system.Lifetime.TryBegin())
            return;
        if (Atomics.Exchange(ref _isReleased, 1) == 0)
            TlbInvalidationBrake.Release();
        _system.Lifetime.Leave();
    }
}
