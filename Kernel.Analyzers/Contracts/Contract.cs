// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Contracts;

/// <summary>The contract that a member declares.</summary>
internal enum Contract
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>[MightSleep]</c>: never callable from real mode or atomic context.</summary>
    MightSleep,

    /// <summary><c>[Atomic]</c>: callers rely on it not to block, and the body is verified.</summary>
    Atomic,

    /// <summary><c>[Atomic(Unchecked = "reason")]</c>: callers rely on it, and the body is not verified.</summary>
    AtomicUnchecked,

    /// <summary><c>[RealMode]</c>: callers rely on it to do nothing hazardous, and the body is verified.</summary>
    RealMode,

    /// <summary><c>[RealMode(Unchecked = "reason")]</c>: callers rely on it, and the body is not verified.</summary>
    RealModeUnchecked,
}
