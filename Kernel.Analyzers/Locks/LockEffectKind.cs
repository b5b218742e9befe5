// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Locks;

/// <summary>What a call does to a lock.</summary>
internal enum LockEffectKind
{
    /// <summary>It returns with the lock held.</summary>
    Acquires,

    /// <summary>Its result tells whether the lock is held.</summary>
    Tries,

    /// <summary>A flag that is passed by reference tells whether the lock is held.</summary>
    AcquiresWithFlag,

    /// <summary>What it returns holds the lock until it is disposed.</summary>
    AcquiresScope,

    /// <summary>It returns with the lock released.</summary>
    Releases,

    /// <summary>It releases the lock if it is held.</summary>
    ReleasesIfHeld,

    /// <summary>The lock must be held when it is called.</summary>
    Needs,
}
