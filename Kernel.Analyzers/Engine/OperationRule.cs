// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>Judges the operations of a restricted body, one at a time. A rule has no state.</summary>
internal abstract class OperationRule
{
    /// <summary>Judges one operation. Its child operations are passed to this method separately.</summary>
    public virtual void Judge(IOperation operation, JudgedBody body)
    {
    }

    /// <summary>Judges the declaration of the function, before any of its operations.</summary>
    public virtual void JudgeFunction(JudgedBody body)
    {
    }
}
