// SPDX-License-Identifier: MIT
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>What a generic method does only for some type arguments.</summary>
/// <param name="IsMethodVariable">Whether the variable is the method's, not the type's.</param>
/// <param name="Variable">Its number.</param>
/// <param name="Member">The documentation id of the member that is called on it; null where a value of the type is boxed.</param>
internal sealed record EffectCondition(bool IsMethodVariable, int Variable, string? Member)
{
    /// <summary>The type arguments with which the member is called.</summary>
    internal IReadOnlyList<TypeUse> Arguments { get; init; } = [];

    public bool Equals(EffectCondition? other) => other is not null &&
        IsMethodVariable == other.IsMethodVariable && Variable == other.Variable && Member == other.Member && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(IsMethodVariable, Variable, Member, Arguments.Count);
}
