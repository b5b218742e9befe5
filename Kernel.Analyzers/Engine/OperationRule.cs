// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>Judges the operations of a restricted body, one at a time. A rule has no state.</summary>
internal abstract class OperationRule
{
    /// <summary>Judges an operation by itself; those below it get their turn.</summary>
    public virtual void Judge(IOperation operation, JudgedBody body)
    {
    }

    /// <summary>Judges what the function declares of itself, before any operation of it.</summary>
    public virtual void JudgeFunction(JudgedBody body)
    {
    }
}
