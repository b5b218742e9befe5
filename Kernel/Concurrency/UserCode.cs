// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kernel.Concurrency;

/// <summary>
/// Code of the user that the kernel waits for: a guest's program, its interrupt handlers, handlers of events, a clock, a stream. It runs
/// between two steps of the kernel, possibly with kernel locks held, so it may neither call the kernel, which would deadlock, nor throw
/// through it. The same goes for threads and tasks that it starts, since it may wait for them: they inherit its mark with their
/// <see cref="ExecutionContext"/>, and it counts while the thread that started them is inside user code.
/// </summary>
internal static class UserCode
{
    private static readonly AsyncLocal<State?> Starter = new();

    // Until some code of the user has run, no thread can have been started by it: a call then asks no ExecutionContext.
    private static bool _hasRun;

    private static State Mine => PerThread<Tag, State>.Value ??= new State();

    private static bool IsInside =>
        PerThread<Tag, State>.Value is { IsInside: true } || (Atomics.Read(ref _hasRun) && Starter.Value is { IsInside: true });

    /// <summary>Refuses a thread that is running user code: a call into the kernel from there would wait for itself.</summary>
    /// <exception cref="InvalidOperationException">The thread runs user code, or was started by some that still runs.</exception>
    internal static void ThrowIfInside()
    {
        if (IsInside)
        {
            throw new InvalidOperationException(
                "Called from a guest's program, an event handler, a clock or a stream, for which the kernel waits, or from a thread that "
                + "one of them has started; expected a call from another thread, or after the run.");
        }
    }

    /// <summary>Marks the thread as running user code, until the scope is disposed.</summary>
    /// <param name="owner">Whose code it is, for <see cref="IsRunFor"/>.</param>
    internal static Scope Enter(object? owner = null) => new(Mine, owner);

    /// <summary>Whether the calling thread is running user code of this owner.</summary>
    internal static bool IsRunFor(object owner) => ReferenceEquals(PerThread<Tag, State>.Value?.Owner, owner);

    /// <summary>Keeps an exception that user code has thrown, until <see cref="ThrowFailure"/>. The first one counts.</summary>
    internal static void KeepFailure(Exception exception) => Mine.Failure ??= ExceptionDispatchInfo.Capture(exception);

    /// <summary>Throws the first exception that user code has thrown on this thread since the last call.</summary>
    internal static void ThrowFailure()
    {
        if (PerThread<Tag, State>.Value is not { Failure: { } failure } state)
            return;
        state.Failure = null;
        failure.Throw();
    }

    /// <summary>Forgets what user code has thrown on this thread: the call fails with another exception.</summary>
    internal static void DiscardFailure()
    {
        if (PerThread<Tag, State>.Value is { } state)
            state.Failure = null;
    }

    /// <summary>The extent of a piece of user code.</summary>
    internal readonly ref struct Scope
    {
        private readonly State _state;
        private readonly object? _outerOwner;
        private readonly ExecutionContext? _outerContext;

        internal Scope(State state, object? owner)
        {
            _state = state;
            _outerOwner = state.Owner;
            _outerContext = state.IsInside ? null : state.MarkContext();
            state.Owner = owner;
            state.Depth++;
        }

        public void Dispose()
        {
            _state.Depth--;
            _state.Owner = _outerOwner;
            if (_outerContext is not null)
                ExecutionContext.Restore(_outerContext);
        }
    }

    /// <summary>What a thread keeps for user code. Only that thread changes it; threads that it has started read the depth.</summary>
    internal sealed class State
    {
        private int _depth;
        private ExecutionContext? _plain;
        private ExecutionContext? _marked;

        internal int Depth
        {
            get => Atomics.Read(ref _depth);
            set => Atomics.Write(ref _depth, value);
        }

        internal bool IsInside => Depth != 0;

        internal object? Owner { get; set; }

        internal ExceptionDispatchInfo? Failure { get; set; }

        // Both contexts are kept, since a thread's own rarely changes: marking then allocates nothing.
        internal ExecutionContext? MarkContext()
        {
            ExecutionContext? current = ExecutionContext.Capture();
            if (current is null)
                return null;            // the user has suppressed its flow
            if (ReferenceEquals(current, _plain))
            {
                ExecutionContext.Restore(_marked!);
                return current;
            }
            Atomics.Write(ref _hasRun, true);
            Starter.Value = this;
            (_plain, _marked) = (current, ExecutionContext.Capture());
            return current;
        }
    }

    private readonly struct Tag;
}
