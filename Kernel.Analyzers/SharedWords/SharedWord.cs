// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.SharedWords;

/// <summary>A shared word as a body refers to it.</summary>
/// <param name="member">The field or property.</param>
/// <param name="path">Its path; null if it has none.</param>
/// <param name="type">The type of what is read: the word, or an element or a member of it.</param>
/// <param name="reference">The reference to the field or property.</param>
internal sealed class SharedWord(ISymbol member, string? path, ITypeSymbol? type, IOperation reference)
{
    public ISymbol Member => member;

    public string? Path => path;

    public ITypeSymbol? Type => type;

    public IOperation Reference => reference;

    /// <summary>A part of the word.</summary>
    public SharedWord Part(string? partPath, ITypeSymbol? partType) => new(member, partPath, partType, reference);
}
