// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Concurrency;

namespace Kernel.VirtualMachines.Guests;

/// <summary>
/// Code of the user that the kernel waits for: a guest's program, its interrupt handlers, handlers of events. It runs between two steps of
/// the kernel, possibly with kernel locks held, so it may neither call the kernel, which would deadlock, nor throw through it.
/// </summary>
internal static class UserCallback
{
    private static bool IsInside
    {
        get => PerThread<Tag, State>.Value.IsInside;
        set => PerThread<Tag, State>.Value = PerThread<Tag, State>.Value with { IsInside = value };
    }

    private static ExceptionDispatchInfo? Failure
    {
        get => PerThread<Tag, State>.Value.Failure;
        set => PerThread<Tag, State>.Value = PerThread<Tag, State>.Value with { Failure = value };
    }

    /// <summary>Refuses a thread that is running user code: a call into the kernel from there would wait for itself.</summary>
    /// <exception cref="InvalidOperationException">The thread is running user code.</exception>
    internal static void ThrowIfInside()
    {
        if (IsInside)
        {
            throw new InvalidOperationException(
                "Called from a guest's program or an event handler, for which the kernel waits; "
                + "expected a call from another thread, or after the run.");
        }
    }

    /// <summary>Marks the thread as running user code, until the scope is disposed.</summary>
    internal static Scope Enter() => new();

    /// <summary>Keeps an exception that user code has thrown, until <see cref="ThrowFailure"/>. The first one counts.</summary>
    internal static void KeepFailure(Exception exception) => Failure ??= ExceptionDispatchInfo.Capture(exception);

    /// <summary>Throws the first exception that user code has thrown on this thread since the last call.</summary>
    internal static void ThrowFailure()
    {
        if (Failure is not { } failure)
            return;
        Failure = null;
        failure.Throw();
    }

    /// <summary>Forgets what user code has thrown on this thread: the call fails with another exception.</summary>
    internal static void DiscardFailure() => Failure = null;

    /// <summary>The extent of a piece of user code.</summary>
    internal readonly ref struct Scope
    {
        private readonly bool _wasInside;

        public Scope()
        {
            _wasInside = IsInside;
            IsInside = true;
        }

        public void Dispose() => IsInside = _wasInside;
    }

    private struct Tag;

    private readonly record struct State(bool IsInside, ExceptionDispatchInfo? Failure);
}
