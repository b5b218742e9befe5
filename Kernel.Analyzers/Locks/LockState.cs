// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Flow;

namespace Kernel.Analyzers.Locks;

/// <summary>
/// Which locks are held at one point of a body, and which variables tell so. A join only ever adds locks, makes them uncertain, lowers
/// their depth, or adds variables, so a sequence of joins ends.
/// </summary>
/// <param name="held">The locks, by path.</param>
/// <param name="flags">Variables that are true, or not 0, exactly when a lock is held, by symbol or capture id.</param>
internal sealed class LockState(
    ImmutableDictionary<string, HeldLock> held, ImmutableDictionary<object, (HeldLock Lock, bool WhenTrue)> flags)
    : IFlowState<LockState>
{
    public static readonly LockState Empty = new(
        ImmutableDictionary<string, HeldLock>.Empty, ImmutableDictionary<object, (HeldLock, bool)>.Empty);

    public ImmutableDictionary<string, HeldLock> Held => held;

    public ImmutableDictionary<object, (HeldLock Lock, bool WhenTrue)> Flags => flags;

    public LockState Acquire(HeldLock taken) => new(held.SetItem(taken.Path, taken), flags);

    public LockState Release(string path) => new(held.Remove(path), flags);

    /// <summary>Drops the locks in the word that a variable pointed to, because the variable has been assigned.</summary>
    public LockState Forget(string variable) =>
        held.Values
            .Where(one => one.IsInWord && one.Path.Split('.')[0] == variable)
            .Aggregate(this, (state, one) => state.Release(one.Path));

    public LockState Flag(object variable, HeldLock taken, bool whenTrue) => new(held, flags.SetItem(variable, (taken, whenTrue)));

    /// <summary>A lock that is held on one path only becomes uncertain.</summary>
    public LockState Join(LockState other)
    {
        var joined = held.ToBuilder();
        foreach (var pair in held)
        {
            joined[pair.Key] = other.Held.TryGetValue(pair.Key, out var same)
                ? pair.Value.With(pair.Value.IsCertain && same.IsCertain, Math.Min(pair.Value.Depth, same.Depth))
                : pair.Value.With(isCertain: false, pair.Value.Depth);
        }

        foreach (var pair in other.Held)
        {
            if (!held.ContainsKey(pair.Key))
                joined[pair.Key] = pair.Value.With(isCertain: false, pair.Value.Depth);
        }

        return new LockState(joined.ToImmutable(), flags.SetItems(other.Flags));
    }

    public bool Equals(LockState? other) =>
        other is not null && held.Count == other.Held.Count && flags.Count == other.Flags.Count &&
        held.All(pair => other.Held.TryGetValue(pair.Key, out var same) &&
            same.IsCertain == pair.Value.IsCertain && same.Depth == pair.Value.Depth);

    public override bool Equals(object? obj) => Equals(obj as LockState);

    public override int GetHashCode() => held.Count;
}
