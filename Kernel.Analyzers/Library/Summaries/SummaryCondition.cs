// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library.Summaries;

/// <summary>What a generic method does only for some type arguments.</summary>
internal sealed class SummaryCondition(bool isMethodVariable, int variable, string? member)
{
    /// <summary>Whether the type variable is the method's own; otherwise it is the containing type's.</summary>
    public bool IsMethodVariable => isMethodVariable;

    /// <summary>The number of the type variable; those of outer types come before those of nested types.</summary>
    public int Variable => variable;

    /// <summary>The documentation id of the member that is called on a value of the type; null if the value is boxed.</summary>
    public string? Member => member;
}
