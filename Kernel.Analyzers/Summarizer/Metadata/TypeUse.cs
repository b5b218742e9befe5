// SPDX-License-Identifier: MIT
namespace Kernel.Summarizer.Metadata;

/// <summary>A type as a signature refers to it.</summary>
/// <param name="Kind">The kind of type.</param>
/// <param name="Text">Its text in a documentation id.</param>
internal sealed record TypeUse(TypeUseKind Kind, string Text)
{
    /// <summary>The definition, if it is in one of the assemblies; else null.</summary>
    internal TypeNode? Definition { get; init; }

    /// <summary>The type arguments of a generic type.</summary>
    internal IReadOnlyList<TypeUse> Arguments { get; init; } = [];

    /// <summary>The number of a type variable.</summary>
    internal int Variable { get; init; }

    internal bool IsVariable => Kind is TypeUseKind.TypeVariable or TypeUseKind.MethodVariable;

    /// <summary>How deeply type arguments are nested in it.</summary>
    internal int Depth => Arguments.Count == 0 ? 0 : 1 + Arguments.Max(argument => argument.Depth);

    /// <summary>The type with its type variables replaced.</summary>
    /// <param name="ofType">The type arguments of the containing type.</param>
    /// <param name="ofMethod">The type arguments of the method.</param>
    internal TypeUse Substitute(IReadOnlyList<TypeUse> ofType, IReadOnlyList<TypeUse> ofMethod)
    {
        if (Kind == TypeUseKind.TypeVariable)
            return Variable < ofType.Count ? ofType[Variable] : this;
        if (Kind == TypeUseKind.MethodVariable)
            return Variable < ofMethod.Count ? ofMethod[Variable] : this;
        if (Arguments.Count == 0)
            return this;
        TypeUse[] arguments = [.. Arguments.Select(argument => argument.Substitute(ofType, ofMethod))];
        return this with { Arguments = arguments, Text = SignatureReader.WithArguments(Definition?.Name ?? Text, arguments) };
    }

    public bool Equals(TypeUse? other) => other is not null && Kind == other.Kind && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
