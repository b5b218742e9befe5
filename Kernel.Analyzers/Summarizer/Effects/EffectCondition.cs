// SPDX-License-Identifier: MIT
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>What a generic method does only for some type arguments.</summary>
/// <param name="IsMethodVariable">Whether the type variable is the method's own; otherwise it is the containing type's.</param>
/// <param name="Variable">The number of the type variable.</param>
/// <param name="Member">The documentation id of the member that is called on a value of the type; null if the value is boxed.</param>
internal sealed record EffectCondition(bool IsMethodVariable, int Variable, string? Member)
{
    /// <summary>The type arguments with which the member is called.</summary>
    internal IReadOnlyList<TypeUse> Arguments { get; init; } = [];

    public bool Equals(EffectCondition? other) => other is not null &&
        IsMethodVariable == other.IsMethodVariable && Variable == other.Variable && Member == other.Member &&
        Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(IsMethodVariable, Variable, Member, Arguments.Count);
}
