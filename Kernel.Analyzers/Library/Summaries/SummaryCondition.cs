// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library.Summaries;

/// <summary>What a generic method does only for some type arguments.</summary>
internal sealed class SummaryCondition(bool isMethodVariable, int variable, string? member)
{
    /// <summary>Is the variable the method's own, not that of the type around?</summary>
    public bool IsMethodVariable => isMethodVariable;

    /// <summary>The variable's number; among those of a nested type the ones of the types around come first.</summary>
    public int Variable => variable;

    /// <summary>The documentation id of the member that is called on it; null where a value of the type is boxed.</summary>
    public string? Member => member;
}
