// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>What a <see cref="RealModeScope"/> looks for.</summary>
public sealed record RealModeScopeOptions
{
    internal static readonly RealModeScopeOptions Default = new();

    /// <summary>Whether managed allocation is a violation.</summary>
    public bool Allocation { get; init; } = true;

    /// <summary>
    /// Whether allocation is forgiven where the runtime compiled a method on the thread meanwhile: it allocates for its own purposes then,
    /// once. Code that runs for the first time is so not judged; run it twice.
    /// </summary>
    public bool ForgiveCompilation { get; init; } = true;

    /// <summary>Whether the same violation with the same stack is told once only.</summary>
    public bool Deduplicate { get; init; } = true;

    /// <summary>
    /// Whether the runtime's own events of contended locks are taken as well. They arrive late: closing the scope waits for them, and
    /// causes a garbage collection, whose event shows that all before it have come.
    /// </summary>
    public bool ContentionEvents { get; init; }

    /// <summary>Is told of each violation; the scope then throws nothing.</summary>
    public Action<RealModeViolation>? OnViolation { get; init; }
}
