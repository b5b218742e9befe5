// SPDX-License-Identifier: MIT
using System.Collections.Immutable;

namespace Kernel.CodeFixes;

/// <summary>One way to cure a diagnostic.</summary>
internal sealed class Remedy(string title, string key, ImmutableArray<SyntaxEdit> edits)
{
    public string Title => title;

    /// <summary>What the same remedy of other diagnostics has in common with this one.</summary>
    public string Key => key;

    public ImmutableArray<SyntaxEdit> Edits => edits;
}
