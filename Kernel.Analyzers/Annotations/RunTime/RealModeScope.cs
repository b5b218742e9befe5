// SPDX-License-Identifier: MIT
using System.Collections.Generic;

namespace Kernel;

/// <summary>
/// Checks at run time what the analyzers prove about <c>[RealMode]</c> code at compile time: inside the scope, its thread allocates no
/// managed memory and calls nothing that may block.
/// </summary>
/// <remarks>
/// <code>
/// using (RealModeScope.Enter())
///     Handle(interrupt);
/// </code>
/// Closing the scope throws if there was a violation. A scope belongs to its thread. Scopes nest; a violation counts for the innermost one.
/// Only the first scope on a thread allocates memory.
/// </remarks>
public readonly ref struct RealModeScope
{
    private readonly RealModeWatch? _watch;

    private RealModeScope(RealModeWatch watch) => _watch = watch;

    /// <summary>Whether a scope is open on this thread and not suspended.</summary>
    public static bool IsActive => RealModeWatch.OfThread is { IsActive: true };

    /// <summary>The violations in the open scopes of this thread so far.</summary>
    public static IReadOnlyList<RealModeViolation> Violations => RealModeWatch.OfThread?.Violations ?? [];

    /// <summary>Opens a scope on this thread.</summary>
    public static RealModeScope Enter(RealModeScopeOptions? options = null) =>
        new(RealModeWatch.Begin(options ?? RealModeScopeOptions.Default));

    /// <summary>Reports that the caller may block, which is a violation inside a scope.</summary>
    /// <param name="what">The name of the member that may block.</param>
    public static void MightBlock(string what)
    {
        if (RealModeWatch.OfThread is { IsActive: true } watch)
            watch.Add(RealModeViolationKind.Blocking, what);
    }

    /// <summary>Allows this thread to allocate and block until the result is disposed.</summary>
    public static Suspension Suspend() => new(RealModeWatch.OfThread);

    /// <summary>Closes the scope.</summary>
    /// <exception cref="RealModeViolationException">There was a violation, and the options have no callback for it.</exception>
    public void Dispose()
    {
        if (_watch?.End() is { Count: > 0 } violations)
            throw new RealModeViolationException(violations);
    }

    /// <summary>Closes the scope and drops its violations, so that an exception on its way out is not hidden by another.</summary>
    public void Abandon() => _watch?.End();

    /// <summary>A period during which the scopes of the thread do not check.</summary>
    public readonly ref struct Suspension
    {
        private readonly RealModeWatch? _watch;

        internal Suspension(RealModeWatch? watch)
        {
            _watch = watch;
            watch?.Suspend();
        }

        /// <summary>Ends the period.</summary>
        public void Dispose() => _watch?.Resume();
    }
}
