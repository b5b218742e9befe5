// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Concurrency;

/// <summary>
/// Counts the uses of something that its owner destroys: a use that has begun keeps it, and once the owner has ended it no other begins.
/// </summary>
/// <example><c>using (_lifetime.Use(this)) { … }</c></example>
internal sealed class Lifetime
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly Latch _unused = new();
    private int _uses = 1;          // the owner's, and each that has begun
    private int _hasEnded;

    /// <summary>Whether the owner has ended it. Uses may be left.</summary>
    internal bool HasEnded => Atomics.Read(ref _hasEnded) != 0;

    /// <summary>Whether a use is left, the owner's among them.</summary>
    internal bool IsInUse => Atomics.Read(ref _uses) != 0;

    /// <summary>Begins a use, which ends when the result is disposed.</summary>
    /// <param name="user">Whose name the exception has.</param>
    /// <exception cref="ObjectDisposedException">The owner has ended it.</exception>
    internal Scope Use(object user)
    {
        ObjectDisposedException.ThrowIf(!TryBegin(), user);
        return new Scope(this);
    }

    /// <summary>Begins a use, which <see cref="Leave"/> ends.</summary>
    /// <returns>False if the owner has ended it: there is nothing to leave.</returns>
    internal bool TryBegin()
    {
        int uses = Atomics.Read(ref _uses);
        while (uses != 0 && !HasEnded)
        {
            int seen = Atomics.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
                return true;
            uses = seen;
        }
        return false;
    }

    /// <summary>Ends a use.</summary>
    internal void Leave()
    {
        if (Atomics.Decrement(ref _uses) == 0)
            _unused.Open();
    }

    /// <summary>Ends it: no use can begin any more.</summary>
    /// <returns>False if it had been ended before.</returns>
    internal bool TryEnd()
    {
        if (Atomics.Exchange(ref _hasEnded, 1) != 0)
            return false;
        Leave();
        return true;
    }

    /// <summary>Sleeps until no use is left, or until waiting has become pointless.</summary>
    /// <param name="isPointless">Asked from time to time.</param>
    /// <returns>Whether no use is left.</returns>
    [MightSleep]
    internal bool WaitUntilUnused(Func<bool> isPointless)
    {
        while (!_unused.Wait(Turn))
        {
            if (isPointless())
                return !IsInUse;
        }
        return true;
    }

    /// <summary>The time of a use.</summary>
    internal readonly ref struct Scope
    {
        private readonly Lifetime _lifetime;

        internal Scope(Lifetime lifetime) => _lifetime = lifetime;

        /// <summary>Ends the use.</summary>
        public void Dispose() => _lifetime.Leave();
    }
}
