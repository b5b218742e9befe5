// SPDX-License-Identifier: MIT
using System.Collections.Generic;

namespace Kernel;

/// <summary>
/// What the analyzers prove of <c>[RealMode]</c> code at compile time, watched at run time: inside the scope, on its thread, no managed
/// memory is allocated and nothing is called that may block.
/// </summary>
/// <remarks>
/// <code>
/// using (RealModeScope.Enter())
///     Handle(interrupt);
/// </code>
/// Leaving the scope throws if something was found. A scope belongs to its thread, and scopes nest; the innermost finds. Opening one
/// allocates nothing after the first on a thread.
/// </remarks>
public readonly ref struct RealModeScope
{
    private readonly RealModeWatch? _watch;

    private RealModeScope(RealModeWatch watch) => _watch = watch;

    /// <summary>Is a scope open on this thread, and not suspended?</summary>
    public static bool IsActive => RealModeWatch.OfThread is { IsActive: true };

    /// <summary>What this thread's open scopes have found so far.</summary>
    public static IReadOnlyList<RealModeViolation> Violations => RealModeWatch.OfThread?.Violations ?? [];

    /// <summary>Opens a scope.</summary>
    public static RealModeScope Enter(RealModeScopeOptions? options = null) => new(RealModeWatch.Begin(options ?? RealModeScopeOptions.Default));

    /// <summary>To be called by whatever may block, with its name: inside a scope that is a violation.</summary>
    public static void MightBlock(string what)
    {
        if (RealModeWatch.OfThread is { IsActive: true } watch)
            watch.Add(RealModeViolationKind.Blocking, what);
    }

    /// <summary>Lets what follows allocate and block until the result is disposed; for what is known and meant.</summary>
    public static Suspension Suspend() => new(RealModeWatch.OfThread);

    /// <summary>Closes the scope.</summary>
    /// <exception cref="RealModeViolationException">Something was found, and no callback was given that it was told to.</exception>
    public void Dispose()
    {
        if (_watch?.End() is { Count: > 0 } violations)
            throw new RealModeViolationException(violations);
    }

    /// <summary>Closes the scope without a word: for when an exception leaves it, which must not be hidden by another.</summary>
    public void Abandon() => _watch?.End();

    /// <summary>A time in which the scopes of the thread do not look.</summary>
    public readonly ref struct Suspension
    {
        private readonly RealModeWatch? _watch;

        internal Suspension(RealModeWatch? watch)
        {
            _watch = watch;
            watch?.Suspend();
        }

        /// <summary>The scopes look again.</summary>
        public void Dispose() => _watch?.Resume();
    }
}
