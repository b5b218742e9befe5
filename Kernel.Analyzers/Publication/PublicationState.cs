// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Flow;

namespace Kernel.Analyzers.Publication;

/// <summary>What is known about flags at one point of a body. A join only ever removes knowledge.</summary>
/// <param name="acquired">The paths of the flags that were read with acquire semantics.</param>
/// <param name="isAcquired">Whether a barrier has had that effect for all flags.</param>
/// <param name="isReleased">Whether a barrier follows the last write to a published field.</param>
internal sealed class PublicationState(ImmutableHashSet<string> acquired, bool isAcquired, bool isReleased) : IFlowState<PublicationState>
{
    public static readonly PublicationState Empty = new(ImmutableHashSet<string>.Empty, false, false);

    public bool IsReleased => isReleased;

    public bool Knows(string flag) => isAcquired || acquired.Contains(flag);

    public PublicationState Acquire(string flag) => new(acquired.Add(flag), isAcquired, isReleased);

    public PublicationState AcquireAll() => new(acquired, true, isReleased);

    public PublicationState WithRelease(bool value) => new(acquired, isAcquired, value);

    public PublicationState Join(PublicationState other) =>
        new(acquired.Intersect(other.Acquired), isAcquired && other.IsAcquired, isReleased && other.IsReleased);

    public bool Equals(PublicationState? other) =>
        other is not null && isAcquired == other.IsAcquired && isReleased == other.IsReleased && acquired.SetEquals(other.Acquired);

    public override bool Equals(object? obj) => Equals(obj as PublicationState);

    public override int GetHashCode() => acquired.Count;

    private ImmutableHashSet<string> Acquired => acquired;

    private bool IsAcquired => isAcquired;
}
