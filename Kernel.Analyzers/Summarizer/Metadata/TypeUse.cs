// SPDX-License-Identifier: MIT
namespace Kernel.Summarizer.Metadata;

/// <summary>A type as a signature names it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text in a documentation id.</param>
internal sealed record TypeUse(TypeUseKind Kind, string Text)
{
    /// <summary>The definition, where one of the assemblies has it.</summary>
    internal TypeNode? Definition { get; init; }

    /// <summary>The type arguments of a generic type.</summary>
    internal IReadOnlyList<TypeUse> Arguments { get; init; } = [];

    /// <summary>The number of a type variable.</summary>
    internal int Variable { get; init; }

    internal bool IsVariable => Kind is TypeUseKind.TypeVariable or TypeUseKind.MethodVariable;

    /// <summary>How deeply types are nested in it.</summary>
    internal int Depth => Arguments.Count == 0 ? 0 : 1 + Arguments.Max(argument => argument.Depth);

    /// <summary>The type with the variables replaced that stand in it.</summary>
    /// <param name="ofType">What the variables of the type around stand for.</param>
    /// <param name="ofMethod">What the variables of the method stand for.</param>
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
