// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Asynchronous functions and iterators: state machines on the heap that can be suspended.</summary>
internal sealed class SuspensionRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        var what = operation switch
        {
            IAwaitOperation => "'await'",
            IForEachLoopOperation { IsAsynchronous: true } => "'await foreach'",
            IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } => "'await using'",
            { Kind: OperationKind.YieldReturn } => "'yield return'",
            { Kind: OperationKind.YieldBreak } => "'yield break'",
            _ => null,
        };

        if (what is not null)
            body.Report(HazardRules.Suspension, operation, what);
    }

    public override void JudgeFunction(JudgedBody body)
    {
        if (body.Function.IsAsync)
            body.Report(HazardRules.Suspension, body.Function.Locations[0], "'async'");
    }
}
