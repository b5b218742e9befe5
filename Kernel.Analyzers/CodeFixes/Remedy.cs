// SPDX-License-Identifier: MIT
using System.Collections.Immutable;

namespace Kernel.CodeFixes;

/// <summary>One way to fix a diagnostic.</summary>
internal sealed class Remedy(string title, string key, ImmutableArray<SyntaxEdit> edits)
{
    public string Title => title;

    /// <summary>The equivalence key, by which fixing all finds the same remedy for other diagnostics.</summary>
    public string Key => key;

    public ImmutableArray<SyntaxEdit> Edits => edits;
}
