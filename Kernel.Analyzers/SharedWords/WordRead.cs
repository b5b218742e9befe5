// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.SharedWords;

/// <summary>One place where a body reads a shared word.</summary>
/// <param name="word">The word.</param>
/// <param name="syntax">The place.</param>
/// <param name="isPlain">Whether the read is reported as plain.</param>
internal sealed class WordRead(SharedWord word, SyntaxNode syntax, bool isPlain)
{
    public SharedWord Word => word;

    public SyntaxNode Syntax => syntax;

    public bool IsPlain => isPlain;
}
