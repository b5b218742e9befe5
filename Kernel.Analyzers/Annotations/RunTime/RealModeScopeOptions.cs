// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>What a <see cref="RealModeScope"/> checks.</summary>
public sealed record RealModeScopeOptions
{
    internal static readonly RealModeScopeOptions Default = new();

    /// <summary>Whether managed allocation is a violation.</summary>
    public bool Allocation { get; init; } = true;

    /// <summary>
    /// Whether allocation is ignored if the runtime compiled a method on the thread inside the scope, because compiling allocates. Code
    /// that runs for the first time is then not checked: run it twice.
    /// </summary>
    public bool ForgiveCompilation { get; init; } = true;

    /// <summary>Whether the same violation with the same stack is reported only once.</summary>
    public bool Deduplicate { get; init; } = true;

    /// <summary>
    /// Whether the runtime's events of contended locks are violations, too. They arrive late: closing the scope forces a garbage
    /// collection and waits for its event, behind which no earlier one is left.
    /// </summary>
    public bool ContentionEvents { get; init; }

    /// <summary>Called for each violation. If set, closing the scope does not throw.</summary>
    public Action<RealModeViolation>? OnViolation { get; init; }
}
