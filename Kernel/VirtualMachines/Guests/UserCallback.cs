// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kernel.VirtualMachines.Guests;

/// <summary>
/// Code of the user that the kernel waits for: a guest's program, its interrupt handlers, handlers of events. It runs between two steps of
/// the kernel, possibly with kernel locks held, so it may neither call the kernel, which would deadlock, nor throw through it.
/// </summary>
internal static class UserCallback
{
    [ThreadStatic] private static bool _isInside;
    [ThreadStatic] private static ExceptionDispatchInfo? _failure;

    /// <summary>Refuses a thread that is running user code: a call into the kernel from there would wait for itself.</summary>
    /// <exception cref="InvalidOperationException">The thread is running user code.</exception>
    internal static void ThrowIfInside()
    {
        if (_isInside)
        {
            throw new InvalidOperationException(
                "Called from a guest's program or an event handler, for which the kernel waits; expected a call from another thread, or after the run.");
        }
    }

    /// <summary>Marks the thread as running user code, until the scope is disposed.</summary>
    internal static Scope Enter() => new();

    /// <summary>Runs user code inside the kernel. What it throws is kept, and comes out where <see cref="ThrowFailure"/> is called.</summary>
    internal static void Invoke(Action callback)
    {
        try
        {
            using Scope _ = Enter();
            callback();
        }
        catch (Exception exception)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>Throws the first exception that user code has thrown on this thread since the last call.</summary>
    internal static void ThrowFailure()
    {
        if (_failure is not { } failure)
            return;
        _failure = null;
        failure.Throw();
    }

    /// <summary>The extent of a piece of user code.</summary>
    internal readonly ref struct Scope
    {
        private readonly bool _wasInside;

        public Scope()
        {
            _wasInside = _isInside;
            _isInside = true;
        }

        public void Dispose() => _isInside = _wasInside;
    }
}
